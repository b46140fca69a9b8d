# A próbafiók.
sandbox-fault-kind = Ismeretlen hiba: „{ $spec }”.
sandbox-fault-value = „{ $spec }” hibában érvénytelen érték: „{ $part }”.
sandbox-fault-selector = „{ $spec }” hibában érvénytelen kijelölés: „@{ $part }”.
sandbox-fault-hint = Lehetséges: { $possible }; utána @N, @N..M, @N.., @every:N, @once, @path:/documents vagy @method:POST.
sandbox-fault-selector-hint = Lehetséges: @N (az N-edik kérés), @N..M, @N.., @every:N, @once, @always, @path:/documents (a * bármit helyettesít) és @method:POST.
sandbox-setting = A próbaszolgáltatónak nincs ilyen beállítása: „{ $given }”.
sandbox-setting-hint = Lehetséges: { $possible }.
sandbox-bind = A próbafiók ezen a porton nem indítható: { $port }: { $detail }
sandbox-bind-hint = Válasszon másik portot a --port kapcsolóval; a 0 bármely szabad portot jelenti.
