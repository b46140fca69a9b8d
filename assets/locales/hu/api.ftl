# A HTTP API.
api-leaving = Ez a folyamat épp elengedi a tárat; egy másik veszi át.
api-too-slow = A válasz túl sokáig tartott.
api-unexpected = Olyan hiba történt, aminek nem szabadna; a napló többet mond.
api-twice = { $name } többször szerepel.
api-bad-parameter = { $name } értéke nem lehet „{ $value }”.
api-unknown-parameter = Itt nincs „{ $name }” nevű paraméter.
api-number = Egész szám { $min } és { $max } között.
api-flag = true vagy false.
api-company = Egy cég száma, ahogy a /v1/companies mondja.
api-run = Egy szinkron száma, ahogy a /v1/runs mondja.
api-one-of = Ezek egyike: { $known }.
api-no-such-run = Nincs { $run } számú szinkron.
api-no-such-path = Ezen az útvonalon nincs semmi; az /openapi.json megmondja, mi van.
api-no-such-method = Ez a metódus itt nem tesz semmit.
api-body-too-large = A törzs nagyobb a megengedettnél.
api-body-too-slow = A törzs túl sokáig érkezett.
api-bad-body = A törzs nem az, amit itt várunk: { $detail }
api-no-token = Token kell hozzá: Authorization: Bearer fkt_…
api-too-many = Ez a token túl gyakran kérdez.
api-name-to-remove = Cég törléséhez meg kell adni a nevét, pontosan: ?name=…
api-not-loopback = { $address } más gépekről is elérhető, ahonnan a tokeneket útközben elolvashatnák.
api-not-loopback-hint = Használja a 127.0.0.1 vagy a [::1] címet, és tegyen elé TLS-t beszélő proxyt.
api-address-taken = { $address } nem használható: { $detail }
api-address-taken-hint = Válasszon másik portot; a 0 egy szabadot keres.
