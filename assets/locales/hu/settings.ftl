# Beállítások megtekintése és módosítása.
settings-no-such = Nincs „{ $key }” nevű beállítás.
settings-list-hint = A „faktura config show” minden beállítást felsorol.
settings-secret = A(z) „{ $key }” titok. A titkok nem beállítások: a program titkosítva őrzi őket.
settings-secret-hint = A terminál bekéri: { $command }
settings-secret-typed = A(z) { $key } címében titok lehet, az argumentumokat pedig a gép más felhasználói is olvashatják.
settings-store-hint = Adja meg a szabványos bemeneten a --value-stdin kapcsolóval, tegye fájlba, és állítsa be a store.url_file értékét, vagy használja a FAKTURA_STORE_URL változót.
settings-webhook-hint = Mentse titkosítva a „faktura alert set-secret webhook-url” paranccsal, és állítsa az alerts.webhook értékét erre: "sealed", vagy adja meg a szabványos bemeneten a --value-stdin kapcsolóval.
settings-read-only = { $path } innen nem módosítható.
settings-paste-hint = Illessze be a kiírt sorokat ott, ahol a fájl készül.
settings-not-written = { $path } nem íródott ki: { $detail }
settings-col-name = Beállítás
settings-col-value = Érték
settings-col-origin = Forrás
settings-from-default = alapérték
settings-from-file = fájl
settings-from-line = fájl, { $line }. sor
settings-from-name = { $name }
settings-from-screen = a képernyő őrzi

cli-settings-file = Beállítások itt: { $path }
cli-settings-no-file = Nincs { $path } fájl: minden beállítás az alapértékén áll, vagy a környezetből származik.
cli-settings-valid = { $path } rendben van.
cli-settings-changed = { $key } új értéke: { $value }. A „faktura serve” és a „faktura worker” újraindításkor vagy SIGHUP jelre olvassa be.
cli-settings-same = { $key } értéke már eddig is ez volt: { $value }.
cli-settings-removed = A(z) { $key } bejegyzés, amely nem beállítás, törölve innen: { $path }.

help-cmd-config = Beállítások megtekintése, ellenőrzése és módosítása
help-more-config = A beállítások a config.toml fájlban vannak, egyik sem kötelező; mindegyiket a config.example.toml írja le. Titkok nincsenek közöttük.
help-cmd-config-show = A beállítások, értékük és annak forrása
help-more-config-show = Az érték forrása az alapérték, a fájl, egy környezeti változó vagy egy kapcsoló; a „screen” egy korábbi verzió választása, amelyet a képernyő a fájl mellett őriz. A címekben lévő jelszavak kimaradnak. A --json mezői: key, value, default, origin, line, name.
help-arg-config-show-setting-filter = Csak azok a beállítások, amelyek nevében ez szerepel, például „sync” vagy „mail.host”
help-arg-config-show-changed = Csak azok a beállítások, amelyek nem az alapértéküket kapják
help-cmd-config-check = Beállításfájl ellenőrzése: minden hiba felsorolása
help-more-config-check = Megnevezi a sort és az oszlopot, a megengedett értékeket és a valószínűleg gondolt beállítást. Kilépési kód: 6 valami hibás.
help-arg-config-file = Az ellenőrizendő fájl; nélküle a használt beállításfájl
help-cmd-config-set = Beállítás módosítása a beállításfájlban
help-more-config-set = A megjegyzések és a sorrend megmarad, és hibás beállítás nem íródik ki. Az érték szöveg, szám, egy lista elemei egymás után, vagy TOML. Ha a fájl nem módosítható, a parancs kiírja a beillesztendő sorokat. Kilépési kódok: 2 hibás név vagy érték, 6 a fájl máshol hibás, vagy nem módosítható.
help-arg-setting = A beállítás neve, például sync.pages
help-arg-setting-value = Érték, például 6, „Own Kft. <a@example.com>” vagy '["40 EUR"]'
help-arg-config-set-value-stdin = Az érték beolvasása a szabványos bemenetről, titkot tartalmazó címekhez
help-cmd-config-unset = Az alapérték visszaállítása

tui-tab-settings = Beállítások
tui-place-settings = Beállítások
tui-help-change-setting = a beállítás módosítása
tui-key-change-setting = módosít
unit-settings = { $count ->
    [one] { $count } beállítás
   *[other] { $count } beállítás
 }
settings-col-default = Alapérték
settings-none = Itt nincs beállításfájl.
settings-none-hint = A próbafióknak nincs ilyen; indítsa a faktura programot a --demo kapcsoló nélkül.
settings-form-title = { $key } módosítása
settings-outcome = Az Enter ide írja: { $path }. Alapérték: { $default }
settings-outcome-over = Az Enter ide írja: { $path }, de a(z) { $name } megelőzi a fájlt. Alapérték: { $default }
settings-saved = { $key } új értéke: { $value }. A „faktura serve” újraindításkor vagy SIGHUP jelre olvassa be.
settings-paste-screen = Illessze be ezeket a sorokat ott, ahol a fájl készül:
settings-copied = A sorok a vágólapon vannak.
settings-chosen = { $key } új értéke: { $value }, itt: { $path }
settings-session = Ez a képernyő semmit sem változtat: a választás kilépésig él.
settings-session-paste = Csak kilépésig él. A vágólapon van, ide való: { $path }: { $lines }

# Naptárak, webhookok, levelek és archívum egy oldalon.
tui-tab-integrations = Kapcsolatok
tui-find-integrations = naptár slack s3 archívum webhook
tui-find-deliveries = emlékeztetők levél küldés
tui-place-integrations = Kapcsolatok
unit-connections = { $count ->
    [one] { $count } kapcsolat
   *[other] { $count } kapcsolat
 }
links-col-name = Kapcsolat
links-col-kind = Fajta
links-col-last = Utoljára
links-col-next = Következő
links-col-note = Mit végzett
tui-links-kind-calendar = naptár
tui-links-kind-webhook = webhook
tui-links-kind-mail = levél
tui-links-kind-slack = Slack
tui-links-kind-archive = archívum
tui-links-state-connected = kapcsolódik
tui-links-state-waiting = vár
tui-links-state-decide = döntendő
tui-links-state-failed = sikertelen
tui-links-state-off = nincs kapcsolat
links-empty = Itt semmi sem mutatható.
links-empty-hint = A naptárakat, a webhookokat, a leveleket és az archívumot az adminisztrátorok látják.
links-testing = { $name } ellenőrzése…
links-syncing = { $name } szinkronizálása…
links-reached = A naptár elérhető, de nem írható.
links-reached-writes = A naptár elérhető és írható.
links-not-for = { $name }: itt nincs mit { $what ->
    [test] tesztelni
    [sync] szinkronizálni
    [key] kulccsal ellátni
   *[disconnect] leválasztani
}
links-synced = { $name }: { $events } esemény és { $entries } bejegyzés változott, { $proposals } javaslat, { $conflicts } döntendő.
links-archived = { $written } bizonylat archiválva; { $refused } nem készült el egy formában.
links-now-connected = Kapcsolódik: { $name }
links-no-books = A naptár és a Slack-felhasználó saját könyvekhez tartozik, de ilyenek nincsenek: faktura books add
form-calendar-title = Naptár csatlakoztatása
form-calendar-outcome = Mentés előtt kipróbáljuk; a titok titkosítva tárolódik. Eseményből csak jóváhagyás után lesz munkaidő.
form-calendar-server = CalDAV
form-calendar-private = privát iCalendar-cím, csak olvasásra
form-calendar-address = A naptár címe (CalDAV)
form-calendar-user = Felhasználó a kiszolgálón (CalDAV)
form-calendar-secret = Jelszó vagy a privát cím
form-calendar-write = A bejegyzések eseménnyé írása (CalDAV)
form-calendar-person = Személy (üresen Ön)
form-calendar-project = Az események projektje
form-hook-title = { $service }: az aláírások kulcsa
form-hook-key = Aláíró kulcs
form-hook-outcome = Titkosítva tárolódik; amit nem ezzel írtak alá, azt a program elutasítja.
form-slack-title = Slack-felhasználó csatlakoztatása
form-slack-outcome = Amit ez a felhasználó a /time parancshoz ír, a személy munkaidejeként rögzül.
links-disconnected = A kapcsolat megszűnt.
links-calendar = { $person }: { $events } esemény ott, ebből { $linked } bejegyzésé, { $conflicts } döntendő
links-webhook = { $taken } átvéve, { $refused } elutasítva a kiszolgáló folyamat indulása óta
links-webhook-none = Nincs elmentve kulcs az aláírásokhoz: faktura hook set-secret { $name }
links-archive = { $count } bizonylat archiválva
links-archive-none = Semmi sincs archiválva: faktura archive run
links-mail = { $sent } elküldve, { $waiting } vár, { $failed } sikertelen.
links-calendar-stays = A bejegyzések itt, az események ott maradnak.
links-webhook-refused = Az aláírások kulcsa törlődik; amit ezután küld, azt a program elutasítja.
manage-confirm-disconnect = Megszünteti ezt a kapcsolatot: { $name }?
manage-confirm-disconnect-cost = Később újra összekapcsolható.
manage-confirm-disconnect-yes = megszüntetés
tui-help-default = újra az alapérték
tui-key-default = alapérték
tui-help-add-link = naptár csatlakoztatása; a Slack sorában egy ottani felhasználóé
tui-help-key-link = a szolgáltatás aláíró kulcsának mentése
tui-key-signing-key = aláíró kulcs
tui-help-sync-link = a naptár szinkronizálása, vagy az újak archiválása
tui-help-test-link = a naptár ellenőrzése
tui-help-disconnect = a kapcsolat megszüntetése
tui-key-disconnect = megszüntet
