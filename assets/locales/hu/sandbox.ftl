# A próbafiók.
sandbox-fault-kind = Nincs „{ $spec }” nevű hiba.
sandbox-fault-value = A(z) „{ $spec }” hibában a(z) „{ $part }” értelmezhetetlen.
sandbox-fault-selector = A(z) „{ $spec }” hibában a(z) „@{ $part }” semmit sem jelöl ki.
sandbox-fault-hint = Lehetséges: { $possible }; utána @N, @N..M, @N.., @every:N, @once vagy @path:/documents.
sandbox-fault-selector-hint = Lehetséges: @N (az N-edik kérés), @N..M, @N.., @every:N, @once, @always és @path:/documents (a * bármit helyettesít).
sandbox-bind = A próbafiók nem tud a(z) { $port } porton figyelni: { $detail }
sandbox-bind-hint = Válasszon másikat a --port kapcsolóval; a 0 bármely szabad portot jelenti.
