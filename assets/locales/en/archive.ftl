# Documents and backups at an object store.
archive-not-set = There is no bucket in the configuration.
archive-not-set-hint = Set bucket and access_key in [s3], and save the key's secret: faktura archive set-key. A running “faktura serve” reads it again on SIGHUP.
archive-no-key = The secret of the access key is not saved.
archive-no-key-hint = Save it: faktura archive set-key
archive-left-out = This build has no S3.
archive-left-out-hint = Build it with the feature "s3".
archive-denied = The object store does not accept the key, or the key may not do this.
archive-no-bucket = The object store has no such bucket.
archive-failed = The object store failed: { $detail }
archive-missing = { $name } is not in the archive.
archive-different = { $name } has another content in the archive than what was written.
archive-file = The file cannot be read: { $detail }
archive-lacks = missing or wrong: { $fields }; “faktura invoice { $number } --einvoice { $form } -” names them
archive-not-made = it cannot be made

archive-col-number = Number
archive-col-form = Form
archive-col-size = Size
archive-col-at = Archived
archive-col-object = Object

cli-archive-ask-key = Secret of the access key:
cli-archive-key-set = Saved the secret of the access key, encrypted.
cli-archive-key-removed = Removed the secret of the access key.
cli-archive-done = Archived { $written ->
    [one] 1 document
   *[other] { $written } documents
 }; in the bucket already: { $there }, archived before: { $known }.
cli-archive-refused = { $number } was not archived as { $form }: { $why }.
cli-archive-verified = Read { $count ->
    [one] 1 document
   *[other] { $count } documents
 } back; { $faults ->
    [0] all are as they were written.
    [one] 1 is not as it was written.
   *[other] { $faults } are not as they were written.
 }
cli-archive-again-hint = To archive anew what is missing: faktura archive run --again
cli-archive-none = The archive has no { $number } as { $form }.
cli-archive-none-hint = “faktura archive list” shows what it has, and “faktura archive run” archives what it lacks; another form: --form.
cli-archive-got = Wrote { $number } to { $path }.

help-cmd-archive = Keep issued documents at an object store (S3)
help-more-archive = The bucket is in [s3] of the configuration. An object is written once, never replaced, and read back before it counts as kept.
help-cmd-archive-run = Archive issued documents that are not archived yet
help-more-archive-run = Exit codes: 3 some documents were not made in a form or the run ended early, 4 nothing was archived.
help-arg-archive-again = Look for documents that were archived before, and archive those anew that are not there: after a loss, or with another bucket
help-cmd-archive-list = List the archived documents
help-cmd-archive-verify = Read every archived document back and compare it
help-cmd-archive-get = Write an archived document to a file
help-arg-archive-get-number = Number of the document
help-arg-archive-get-file = File to write
help-arg-archive-form = Form in which it was archived, such as pdf or ubl
help-cmd-archive-set-key = Save the secret of the access key, encrypted; the terminal asks for it
help-cmd-archive-remove-key = Remove the secret of the access key
help-arg-backup-to = Write it to the bucket of [s3] instead of a file
