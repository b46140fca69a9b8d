# Bizonylatok és mentések objektumtárban.
archive-not-set = A beállításokban nincs tároló (bucket).
archive-not-set-hint = Állítsa be a bucket és az access_key értékét az [s3] részben, és mentse el a kulcs titkát: faktura archive set-key. A futó „faktura serve” SIGHUP jelre olvassa be újra.
archive-no-key = A hozzáférési kulcs titka nincs elmentve.
archive-no-key-hint = Mentse el: faktura archive set-key
archive-left-out = Ez a változat S3 nélkül készült.
archive-left-out-hint = Fordítsa az „s3” képességgel.
archive-denied = Az objektumtár nem fogadja el a kulcsot, vagy a kulcsnak nincs joga ehhez.
archive-no-bucket = Az objektumtárban nincs ilyen tároló.
archive-failed = Az objektumtár hibát jelzett: { $detail }
archive-missing = { $name } nincs az archívumban.
archive-different = { $name } tartalma az archívumban más, mint amit a program írt.
archive-file = A fájl nem olvasható: { $detail }
archive-lacks = hiányzik vagy hibás: { $fields }; megnevezi: „faktura invoice { $number } --einvoice { $form } -”
archive-not-made = nem készíthető el

archive-col-number = Szám
archive-col-form = Forma
archive-col-size = Méret
archive-col-at = Archiválva
archive-col-object = Objektum

cli-archive-ask-key = A hozzáférési kulcs titka:
cli-archive-key-set = A hozzáférési kulcs titka titkosítva elmentve.
cli-archive-key-removed = A hozzáférési kulcs titka törölve.
cli-archive-done = { $written } bizonylat archiválva; { $there } már ott volt, { $known } korábban archiválva.
cli-archive-refused = { $number } nem archiválható { $form } formában: { $why }.
cli-archive-verified = { $count } bizonylat visszaolvasva; { $faults } nem egyezik az írttal.
cli-archive-again-hint = Ami hiányzik, újra archiválható: faktura archive run --again
cli-archive-none = Az archívumban nincs meg: { $number }, { $form } formában.
cli-archive-none-hint = Ami megvan, azt a „faktura archive list” sorolja fel; ami hiányzik, azt a „faktura archive run” archiválja. Más forma: --form.
cli-archive-got = { $number } kiírva ide: { $path }.

help-cmd-archive = Kiállított bizonylatok megőrzése objektumtárban (S3)
help-more-archive = A tároló a beállítások [s3] részében van. Egy objektum egyszer íródik, sosem cserélődik, és csak visszaolvasás után számít megőrzöttnek.
help-cmd-archive-run = A még nem archivált kiállított bizonylatok archiválása
help-more-archive-run = Kilépési kódok: 3 egyes bizonylatok nem készültek el egy formában, vagy a futás megszakadt, 4 semmi sem lett archiválva.
help-arg-archive-again = A korábban archivált bizonylatokat is megkeresi, és ami nincs meg, azt újra archiválja: elvesztés után, vagy ha más tárolóba kerülnek
help-cmd-archive-list = Az archivált bizonylatok
help-cmd-archive-verify = Minden archivált bizonylat visszaolvasása és összevetése
help-cmd-archive-get = Archivált bizonylat kiírása fájlba
help-arg-archive-get-number = A bizonylat száma
help-arg-archive-get-file = Az írandó fájl
help-arg-archive-form = Az archivált forma, például pdf vagy ubl
help-cmd-archive-set-key = A hozzáférési kulcs titkának mentése titkosítva; a terminál bekéri
help-cmd-archive-remove-key = A hozzáférési kulcs titkának törlése
help-arg-backup-to = Fájl helyett az [s3] tárolójába ír
