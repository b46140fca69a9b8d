# Naptárak kiszolgálókon.
calendar-bad-address = Ez nem használható naptárcím: https:// címnek kell lennie (http:// csak ezen a gépen), név és jelszó nélkül.
calendar-unreachable = A naptár kiszolgálója nem érhető el: { $detail }.
calendar-too-slow = A naptár kiszolgálója nem válaszolt időben.
calendar-too-large = A naptár nagyobb, mint { $max } MB.
calendar-too-many = A naptárban több mint { $max } objektum van.
calendar-object-too-large = A naptár egyik objektuma nagyobb, mint { $max } MB: { $path }
calendar-too-many-rounds = A naptár kiszolgálója { $max } kérés után is további változásokat jelez.
calendar-too-long = A naptár szinkronizálása { $minutes } percen belül nem fejeződött be.
calendar-unauthorized = A naptár kiszolgálója elutasítja a nevet vagy a jelszót.
calendar-unauthorized-hint = Sok szolgáltató alkalmazásjelszót kér: hozzon ott létre egyet, és mentse el: faktura calendar set-secret NÉV
calendar-refused = A naptár kiszolgálója HTTP { $status } hibával válaszolt.
calendar-moved = A naptár új címe: { $address }.
calendar-moved-hint = Csatlakoztassa az új címen.
calendar-not-understood = A naptár kiszolgálójának válasza nem értelmezhető: { $detail }.
calendar-not-a-calendar = Ezen a címen nincs naptár, és a kiszolgáló sem nevez meg egyet sem.
calendar-choose-one = Ez a cím nem naptár. A kiszolgáló naptárai: { $found }
calendar-not-a-calendar-hint = Egy naptár címét adja meg; sok szolgáltató a naptár beállításaiban mutatja.
calendar-changed = Az eseményt időközben módosították a kiszolgálón.
calendar-gone = A naptár címén nincs semmi.
calendar-token-lost = A naptár kiszolgálója nem ismeri az utolsó szinkronizálást.
calendar-not-icalendar = A szöveg nem iCalendar.

calendar-no-address = A naptár privát címe nincs elmentve.
calendar-name-taken = A naptár nem kaphatja a(z) „{ $name }” nevet, vagy már van ilyen.
calendar-none-such = Nincs „{ $wanted }” nevű naptár.
calendar-no-conflict = Ennek a naptárnak nincs döntésre váró „{ $wanted }” bejegyzése.
calendar-locked = A(z) { $entry } bejegyzés jóváhagyott vagy kiszámlázott, ezért nem követheti az eseményét.
calendar-change-it-there = A(z) { $entry } eseménye sorozat lett, vagy lemondták. Módosítsa a naptárban, majd szinkronizáljon újra.
calendar-no-proposal = Nincs „{ $wanted }” javaslat.
calendar-several-proposals = Több javaslat is így kezdődik: „{ $wanted }”.

calendar-kind-caldav = CalDAV
calendar-kind-ical = privát cím
calendar-conflict-both-changed = mindkettő módosult
calendar-conflict-locked = az esemény módosult, de a bejegyzés jóváhagyott, kiszámlázott vagy lezárt napra esik
calendar-conflict-deleted-there = az eseményt törölték, de a bejegyzés módosult vagy zárolt
calendar-conflict-deleted-here = a bejegyzést törölték, de az esemény módosult
calendar-conflict-many-deleted = egyszerre sok esemény tűnt el
calendar-conflict-not-one-event = az esemény sorozat lett, vagy nem értelmezhető
calendar-side-none = nincs
calendar-change-new = új
calendar-change-changed = módosult
calendar-change-cancelled = lemondva

calendar-col-kind = Fajta
calendar-col-address = Cím
calendar-col-person = Munkatárs
calendar-col-synced = Szinkronizálva
calendar-col-linked = Bejegyzés
calendar-col-conflicts = Döntésre vár
calendar-col-state = Utolsó hiba
calendar-col-proposal = Javaslat
calendar-col-change = Esemény
calendar-col-start = Kezdete
calendar-col-length = Hossza
calendar-col-calendar = Naptár
calendar-col-title = Megnevezés

# Parancs.
cli-calendar-url-or-ical = Adja meg a naptár címét (--url URL), vagy azt, hogy privát iCalendar-címe van (--ical).
cli-calendar-ask-password = A naptár jelszava:
cli-calendar-ask-address = Privát iCalendar-cím:
cli-calendar-ask-secret = Jelszó vagy privát cím:
cli-calendar-added = „{ $name }” csatlakoztatva. Szinkronizálás: faktura calendar sync
cli-calendar-added-read = „{ $name }” csatlakoztatva, csak olvasásra. Szinkronizálás: faktura calendar sync
cli-calendar-works = „{ $name }” elérhető.
cli-calendar-reads = „{ $name }” elérhető, de csak olvasható.
cli-calendar-conflict = { $entry }: { $why }. Könyvek: { $books }. Naptár: { $calendar }.
cli-calendar-resolve = Döntés: faktura calendar resolve "{ $name }" BEJEGYZÉS --keep books (vagy calendar)
cli-calendar-failed = { $name }: sikertelen. { $error }
cli-calendar-synced = { $name }: { $created } esemény létrehozva, { $updated } módosítva, { $deleted } törölve; { $edited } bejegyzés módosítva, { $removed } törölve
cli-calendar-conflicts = { $count ->
    [one] Egy bejegyzés és eseménye
   *[other] { $count } bejegyzés és eseménye
} ellentmond egymásnak. Megtekintés: faktura calendar show "{ $name }"
cli-calendar-proposals = { $count ->
    [one] Egy eseményből
   *[other] { $count } eseményből
} lehet bejegyzés. Megtekintés: faktura calendar propose
calendar-more-refused = További { $count } esemény sem értelmezhető.
cli-calendar-refused = { $name }: egy esemény nem értelmezhető. { $error }
cli-calendar-accepted = { $created } bejegyzés létrehozva, { $changed } módosítva, { $deleted } törölve.
cli-calendar-dismissed = { $count } elvetve.
cli-calendar-secret-set = „{ $name }” titka titkosítva elmentve.
cli-calendar-remove-ask = Leválasztja a(z) „{ $name }” naptárat? A bejegyzések és az események megmaradnak. [i/N]
cli-calendar-removed = „{ $name }” leválasztva. A bejegyzések és az események megmaradtak.

help-cmd-calendar = Naptárak csatlakoztatása: bejegyzésekből események, eseményekből bejegyzések
help-cmd-calendar-add = Naptár csatlakoztatása: CalDAV mindkét irányban, vagy privát iCalendar-cím olvasásra
help-more-calendar-add = A CalDAV (Nextcloud, Radicale, Fastmail, iCloud és mások) egy munkatárs bejegyzéseit eseményként kapja meg, és jelzi, mi módosult ott. A Google és a Microsoft a naptár beállításaiban ad privát iCalendar-címet; ezt a program bekéri, és a jelszavakhoz hasonlóan titkosítva menti.
help-arg-calendar-add-name = A naptár neve itt
help-arg-calendar-add-url = A naptár címe; más cím esetén a kiszolgáló naptárait sorolja fel
help-arg-calendar-add-user = Név a kiszolgálón; a jelszót bekéri
help-arg-calendar-add-ical = Privát iCalendar-címe van, amelyet bekér
help-arg-calendar-add-secret-stdin = A jelszót vagy a privát címet a szabványos bemenet első sorából olvassa
help-arg-calendar-add-person = A naptár tulajdonosa; nélküle Ön
help-arg-calendar-add-project = Az eseményekből készülő bejegyzések projektje
help-arg-calendar-add-from = Az első figyelembe vett nap; nélküle harminc nappal ezelőtt
help-arg-calendar-add-no-write = Csak olvassa az eseményeket
help-arg-calendar-add-no-test = Mentés a kiszolgáló megkérdezése nélkül
help-cmd-calendar-list = A naptárak és állapotuk
help-cmd-calendar-show = Egy naptár, és amiről dönteni kell
help-cmd-calendar-test = Megkérdezi, válaszol-e a naptár kiszolgálója
help-cmd-calendar-sync = Naptárak szinkronizálása mindkét irányban
help-more-calendar-sync = Amit csak az egyik oldal módosított, azt a másik átveszi. Amit mindkettő módosított, és ami itt jóváhagyott, kiszámlázott vagy lezárt, az a „faktura calendar resolve” döntésére vár; semmi sem íródik felül. Kilépési kódok: 3 dönteni kell, vagy egyes naptárak hibásak, 4 mind hibás.
help-arg-calendar-sync-calendars = Naptárak; nélküle mind
help-cmd-calendar-propose = Események, amelyekből bejegyzés lehet
help-more-calendar-propose = Az utolsó szinkronizálás véget ért eseményei; sorozatból minden alkalom. A lemondott és az egész napos események kimaradnak. Elfogadás nélkül semmiből sem lesz bejegyzés.
help-arg-calendar-propose-calendar = Naptár; nélküle mind
help-arg-calendar-propose-from = Első nap
help-arg-calendar-propose-until = Utolsó nap; nélküle ma
help-cmd-calendar-accept = Bejegyzés készítése javasolt eseményekből
help-arg-calendar-accept-proposals = A javaslatok; elég az azonosítójuk eleje
help-arg-calendar-accept-project = A bejegyzések projektje; nélküle a naptáré
help-cmd-calendar-dismiss = Események elvetése: a program nem javasolja őket újra
help-arg-calendar-dismiss-proposals = A javaslatok; elég az azonosítójuk eleje
help-cmd-calendar-resolve = Döntés arról, hogy eltéréskor melyik oldal érvényes
help-arg-calendar-resolve-entry = A bejegyzés; elég az azonosítója vége
help-arg-calendar-resolve-keep = A megtartandó oldal
help-cmd-calendar-set-secret = Más jelszó vagy privát cím mentése titkosítva; a terminál bekéri
help-cmd-calendar-remove = Naptár leválasztása; a bejegyzések és az események megmaradnak
help-arg-calendar = A naptár neve
