# The pretend account.
sandbox-fault-kind = There is no fault “{ $spec }”.
sandbox-fault-value = In the fault “{ $spec }”, “{ $part }” means nothing.
sandbox-fault-selector = In the fault “{ $spec }”, “@{ $part }” selects nothing.
sandbox-fault-hint = Possible are: { $possible }; after it @N, @N..M, @N.., @every:N, @once or @path:/documents.
sandbox-fault-selector-hint = Possible are @N (the Nth request), @N..M, @N.., @every:N, @once, @always and @path:/documents (* stands for anything).
sandbox-bind = The sandbox cannot listen on port { $port }: { $detail }
sandbox-bind-hint = Choose another one with --port; 0 takes any that is free.
