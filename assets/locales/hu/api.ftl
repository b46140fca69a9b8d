# A HTTP API.
api-leaving = Ez a folyamat épp elengedi az adattárat; egy másik veszi át.
api-too-slow = A válasz túl sokáig tartott.
api-unexpected = Belső hiba; lásd a naplót.
api-twice = { $name } többször szerepel.
api-not-text = A lekérdezés a feloldott jelölések (%..) után nem UTF-8.
api-framing = A kérés hossza nem egyértelmű (Content-Length, Transfer-Encoding).
api-bad-parameter = { $name } értéke nem lehet „{ $value }”.
api-unknown-parameter = Ismeretlen paraméter: „{ $name }”.
api-number = Egész szám { $min } és { $max } között.
api-flag = true vagy false.
api-company = Egy cég száma, ahogy a /v1/companies adja.
api-run = Egy futás száma, ahogy a /v1/runs adja.
api-one-of = Ezek egyike: { $known }.
api-report-by = A „by” a months kapcsolója: issued vagy fulfilled.
api-no-such-run = Nincs { $run } számú futás.
api-no-such-path = Ismeretlen útvonal; lásd: /openapi.json.
api-no-such-method = Ez a metódus itt nem támogatott.
api-body-too-large = A törzs nagyobb a megengedettnél.
api-body-too-slow = A törzs túl sokáig érkezett.
api-bad-body = Érvénytelen törzs: { $detail }
api-no-token = Token kell hozzá: Authorization: Bearer fkt_…
api-too-many = Túl sok kérés érkezett ezzel a tokennel.
api-name-to-remove = Cég törléséhez meg kell adni a nevét, pontosan: ?name=…
api-not-loopback = { $address } más gépekről is elérhető; a tokenek titkosítatlanul utaznának.
api-not-loopback-hint = Használja a 127.0.0.1 vagy a [::1] címet, és tegyen elé TLS-t beszélő proxyt.
api-address-taken = { $address } nem használható: { $detail }
api-address-taken-hint = Válasszon másik portot; a 0 egy szabadot keres.
