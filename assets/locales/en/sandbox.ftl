# The pretend account.
sandbox-fault-kind = Unknown fault “{ $spec }”.
sandbox-fault-value = Fault “{ $spec }”: invalid value “{ $part }”.
sandbox-fault-selector = Fault “{ $spec }”: invalid selector “@{ $part }”.
sandbox-fault-hint = Possible are: { $possible }; after it @N, @N..M, @N.., @every:N, @once, @path:/documents or @method:POST.
sandbox-fault-selector-hint = Possible are @N (the Nth request), @N..M, @N.., @every:N, @once, @always, @path:/documents (* stands for anything) and @method:POST.
sandbox-setting = The pretend service has no setting “{ $given }”.
sandbox-setting-hint = Possible are: { $possible }.
sandbox-bind = The sandbox cannot listen on port { $port }: { $detail }
sandbox-bind-hint = Choose another port with --port; 0 takes any free port.
