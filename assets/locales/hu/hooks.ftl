# A számlázó szolgáltatók webhookjai.
cli-hook-ask-secret = A(z) { $service } aláírókulcsa:
cli-hook-secret-set = A(z) { $service } aláírókulcsa titkosítva elmentve.
cli-hook-secret-removed = A(z) { $service } aláírókulcsa törölve; webhookjait a program elutasítja.
cli-col-hook-path = Útvonal
cli-col-hook-set = Aláírókulcs megadva
cli-col-hook-taken = Elfogadva
cli-col-hook-refused = Elutasítva
cli-col-hook-last = Utolsó
api-hook-no-key = A szolgáltató webhookjai nincsenek beállítva.
api-hook-no-key-hint = Mentse el a szolgáltatónál regisztrált alkalmazás aláírókulcsát: faktura hook set-secret { $service }
help-cmd-hook = Webhookok fogadása: a QuickBooks és a Xero változásai másodperceken belül szinkronizálódnak, a Slack időt rögzít
help-cmd-hook-list = A webhookok útvonala, aláírókulcsa és beérkezett üzenetei szolgáltatónként
help-more-hook-list = Az üzenetek száma az adattárat kezelő folyamat indulása óta értendő.
help-cmd-hook-set-secret = A szolgáltató webhookjait aláíró kulcs titkosított mentése; a terminálon kéri be
help-more-hook-set-secret = A QuickBooks „verifier token”, a Xero „webhooks key”, a Slack „signing secret” néven adja meg. A webhookokat a „faktura serve --listen” fogadja.
help-cmd-hook-remove-secret = Az aláírókulcs törlése; a szolgáltató webhookjait a program elutasítja
