# The pretend account.
sandbox-fault-kind = Unknown fault “{ $spec }”.
sandbox-fault-value = Fault “{ $spec }”: invalid value “{ $part }”.
sandbox-fault-selector = Fault “{ $spec }”: invalid selector “@{ $part }”.
sandbox-fault-hint = Possible are: { $possible }; after it @N, @N..M, @N.., @every:N, @once or @path:/documents.
sandbox-fault-selector-hint = Possible are @N (the Nth request), @N..M, @N.., @every:N, @once, @always and @path:/documents (* stands for anything).
sandbox-bind = The sandbox cannot listen on port { $port }: { $detail }
sandbox-bind-hint = Choose another port with --port; 0 takes any free port.
