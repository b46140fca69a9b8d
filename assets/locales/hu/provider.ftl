# Számlázó szolgáltatók.
provider-address = „{ $url }” nem lehet egy szolgáltató címe.
provider-address-hint = https:// címet adjon meg felhasználó, jelszó és lekérdezés nélkül; http:// csak ezen a gépen használható (127.0.0.1, localhost).
provider-key-format = Ez nem API-kulcs: üres, vagy érvénytelen karakter van benne.
provider-key-format-hint = Másolja ki újra a kulcsot, szóközök és sortörések nélkül.
provider-refused = A szolgáltató elutasította az API-kulcsot (HTTP { $status }).
provider-refused-hint = Ellenőrizze a kulcsot, vagy készítsen újat itt: { $page }, és állítsa be a „faktura company set-key” paranccsal.
provider-subscription = A fiók előfizetése nem tartalmaz API-hozzáférést (HTTP 402).
provider-subscription-hint = Válasszon a szolgáltatónál API-hozzáférést is tartalmazó előfizetést, majd próbálja újra.
provider-unsupported = A szolgáltató ezt nem teszi lehetővé.
provider-not-found = A szolgáltatónál nincs ilyen (HTTP 404).
provider-rejected = A szolgáltató nem fogadta el a kérést (HTTP { $status }): { $detail }
provider-deferred-hint = Addig semmit nem küldünk. Próbálja újra az idő letelte után.
provider-too-many = A szolgáltató egyelőre nem fogad több kérést (HTTP 429).
provider-too-many-hint = Próbálja újra később. Ha órákig így marad, elfogyhatott a napi vagy havi keret: nézze meg az alkalmazás vagy a kulcs oldalát a szolgáltatónál.
provider-server = Hiba történt a szolgáltatónál (HTTP { $status }).
provider-stumbled = A szolgáltató hibára futott ennél a kérésnél (HTTP { $status }): { $detail }
provider-connect = A szolgáltató nem érhető el: { $detail }
provider-connect-hint = Ellenőrizze a hálózatot és a cég alapcímét; a proxyt a HTTPS_PROXY változó adja meg.
provider-timeout = A szolgáltató nem válaszolt időben.
provider-too-slow = A szolgáltató túl lassan küldte a választ: { $bytes } bájt { $seconds } mp alatt.
provider-too-slow-hint = Lassú vonalon adjon neki több időt: sync.answer_timeout a config.toml fájlban. Egyébként próbálja meg később.
provider-dripped-hint = A faktura nem vár arra a válaszra, amelyből a sync.read_timeout ideje alatt másodpercenként 100 bájtnál kevesebb érkezik: akadozó vonalon növelje meg ezt a config.toml fájlban. Egyébként próbálja meg később.
provider-redirect = A szolgáltató átirányít (HTTP { $status }) ide: { $to }.
provider-redirect-hint = A faktura nem követi az átirányítást. Ellenőrizze a cégnél megadott alapcímet: faktura company show.
provider-broken = Megszakadt a kapcsolat a szolgáltatóval: { $detail }
provider-body-empty = A szolgáltató üres választ küldött.
provider-body-html = A szolgáltató adatok helyett weboldalt küldött.
provider-body-truncated = A szolgáltató válasza csonka.
provider-body-shape = A szolgáltató válasza váratlan formátumú.
provider-body-too-large = A szolgáltató válasza nagyobb a megengedettnél.
provider-skip-amount = { $field } nem pontosan tárolható összeg: { $value }
provider-skip-amount-missing = { $field } hiányzik
provider-skip-currency = nincs használható pénzneme
provider-skip-currency-code = a pénznem nem hárombetűs kód: { $value }
provider-skip-date = { $field } nem dátum: { $value }
provider-skip-id = nincs használható azonosítója
provider-skip-shape = nem értelmezhető bizonylatként
provider-skip-size = túl nagy ({ $size } MB)
provider-skip-type = { $field }: ismeretlen érték: { $value }
provider-scope-missing = A belépéshez adott hozzájárulás erre nem terjed ki (HTTP 401).
provider-scope-missing-hint = Újítsa meg a belépést a faktura által kért jogosultságokkal: „faktura login add --login N”; a számát a „faktura login list” mutatja.
provider-disconnected = A szolgáltató ezzel a belépéssel már nem enged a céghez.
provider-disconnected-hint = A céget a szolgáltatónál leválasztották, vagy a személy elvesztette a hozzáférését; a QuickBooksnál a fejlesztői kulcsok csak próbacéget nyitnak, az éles kulcsok csak valódit. Kapcsolja újra: „faktura login add”; a cégek és adataik megmaradnak.
provider-token-refused = A szolgáltató a hozzáférési tokent az újítás után sem fogadja el (HTTP 401).
provider-token-refused-hint = Lehet, hogy a hozzájárulást adó személy már nem fér hozzá a céghez. Nézze meg: „faktura login list”, és újítsa meg a belépést.
provider-login-ended = A(z) { $login }. belépést meg kell újítani: { $state ->
    [revoked] a hozzájárulást a szolgáltatónál visszavonták.
    [error] a szolgáltató nem fogadja el az alkalmazást vagy annak titkos kulcsát.
    [authorising] a hozzájárulás nincs befejezve.
   *[expired] a szolgáltató már nem fogadja el a megújító tokent.
  }
provider-login-ended-hint = Újítsa meg: „faktura login add --login { $login }”. A cégek és adataik megmaradnak.
provider-token-host-hint = A hiba a szolgáltató beléptető kiszolgálójáé; a belépés megmaradt. Próbálja újra később.
