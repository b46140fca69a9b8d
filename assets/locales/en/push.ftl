# Writing at accounting services.
push-unsupported = The service cannot be written to in this way ({ $kind }).
push-field-missing = The service needs “{ $field }”, which is missing.
push-field-long = “{ $field }” is too long for the service, which takes at most { $most } characters.
push-field-decimals = The service cannot hold { $field } { $value } exactly: it takes at most { $most } decimals.
push-field-value = The service does not take “{ $value }” as “{ $field }”.

push-type = Documents of the type “{ $type ->
    [advance] advance invoice
    [bill] bill
    [bill_credit] supplier credit
    [cert_of_completion] certificate of completion
    [d_cert_of_completion] certificate of completion
    [dossier] dossier
    [draft] draft
    [draft_offer] draft offer
    [draft_order_form] draft order
    [draft_waybill] draft delivery note
    [modification] modification
    [offer] offer
    [order_form] order
    [proforma] pro forma
    [receipt] receipt
    [receipt_cancellation] receipt cancellation
    [refund] refund receipt
    [waybill] delivery note
   *[other] { $type }
}” are not written.
push-received = It was received, not issued.
push-cancelled = It was cancelled.
push-undated = It has no date of issue.
push-unnumbered = It has no number.
push-closed = Its date { $date } is in the closed period, which ends on { $closed }.
push-number-long = The number { $number } is too long; the service takes at most { $most } characters.
push-currency-decimals = Amounts in { $currency } have { $decimals } decimals, but the service can hold only { $most }.
push-amount-decimals = { $amount } { $currency } has more decimals than amounts in { $currency } may have there ({ $most }). Nothing is rounded: correct it at its source.
push-currency-home = The company takes documents in { $home } only, not in { $currency }.
push-no-lines = It has no lines.
push-line-amounts = Net or tax of the line “{ $line }” is not known.
push-sums = Its lines sum to { $sum }, but its total is { $total }.
push-negative = Its total { $total } is negative; a credit note would be needed.
push-two-rates = It has several tax rates, but the company takes one a document.
push-no-buyer = It has no buyer.
push-contact-inactive = The contact { $name } is archived or inactive at the service; make it active there, or unlink it.
push-name-taken = Another contact at the service is already called { $name }.
push-number-taken = The number { $number } is taken at the service by a document for { $customer } (id { $id }). If it is this document, link them: faktura push map set --company NAME document:{ $source } { $id }
push-number-twice = The number { $number } is planned twice: a document for { $customer } has it already. Give one of them another number.
push-payment-currency = The payment is in { $currency }, not in the currency of the document.
push-payments-untold = { $number } is paid, but its payments are not known here. Plan again when its service takes requests again; if it has none, record them at the other side by hand.
push-waits = Something that it needs cannot be written yet.
push-unneeded = No document for it can be written yet.
push-rate-other = The rate of the payment is to { $currency }, in which these books are not kept: the service uses its own rate of the day.
push-waits-for = Waits for { $what }.
push-waits-in-vain = { $what }, which it needs, was not written.
push-other-source = The service has such a document already, and it was made from { $source } (id { $id }): this one was not written. Give it another number, or discard it.
push-changed = It changed since it was planned; look at the plan again, then approve it.
push-no-rule = No rule in [push] permits it; a person must approve it.
push-differs = The service has another record than was ordered (id { $id }): { $fields }
push-overwrites = Changed at the service since this was planned (id { $id }), so nothing was sent: { $fields }. Sync, discard the item and plan again.
push-dead = It was written (id { $id }), and deleted, voided or archived at the service since. Discard the item; plan again to write it anew.
push-clash = Another record at the service is in the way: { $what ->
    [number] the number is taken
    [name] the name is taken
   *[other] it was changed since
} ({ $holder }). { $detail }{ $mapping ->
    [none] {""}
   *[other] {" "}If it is the same one: sync, then link them with faktura push map set --company NAME '{ $mapping }' ID
}
push-refused = { $ground ->
    [closed] The period is closed.
    [contact-inactive] The contact is archived or inactive.
    [currency] The company does not use this currency.
    [mapping] An account, item, tax code or term is not known there.
    [paid] It is paid or applied already.
    [permission] The login may not do this.
    [subscription] The subscription does not include this.
    [tax] Tax is missing or does not agree.
   *[other] The service refused it.
} { $detail }
push-unsure = It may have been written, and the service offers no way to look for it. Look there; then retry or discard it.
push-file = Invoice { $place } of the file cannot be read: { $detail }
push-file-empty = The file holds no documents.
push-file-unread = { $path } cannot be read: { $detail }

push-not-writable = Nothing can be written for { $company }: { $provider } is only read.
push-not-writable-hint = Choose a company at a service that can be written to.
push-own-books = { $company } keeps its books here: push writes at accounting services only.
push-own-books-hint = Choose a company at a service. Documents of own books are made with faktura issue, credit, void and pay.
push-never-synced = { $company } was never synced, so it is not known what it has already.
push-never-synced-hint = Run faktura sync --company NAME first.
push-same-company = A company cannot be written from itself.
push-no-source = It is not said what to write.
push-no-source-hint = Name a company with --from, a file with --file, or take matched bank entries with --matched.
push-no-plan = Nothing is planned.
push-too-many = These are { $found } documents; a plan takes { $most } at most.
push-too-many-hint = Plan them in parts, such as by month: faktura push plan issued:2026-01 --from NAME --to NAME.
push-no-plan-hint = Run faktura push plan --from NAME --to NAME first.
push-no-such-item = No item of the outbox is called “{ $item }”.
push-no-such-item-hint = faktura push list --json shows the items.
push-item-ambiguous = Several items are called “{ $item }”; name one by its identifier: { $items }
push-not-now = The item { $item } is being sent or is over; it cannot be changed now.
push-no-such-mapping = There is no mapping or link “{ $name }”.
push-no-such-mapping-hint = faktura push plan names the mappings that are missing, faktura push map list and push links those that are set.
push-no-such-choice = “{ $id }” is not in the company's list for { $name }.
push-no-such-choice-hint = faktura push plan --json lists the candidates.
push-read-only = This process only reads (--read-only).
push-needs-yes = Approving needs a terminal or --yes.
push-ask = Write what was planned at the accounting services? [y/N]
push-paused = Writing is paused: nothing is sent until faktura push resume.
push-now-paused = Writing is paused. What was on its way ends; nothing else is sent.
push-now-resumed = Writing goes on.
push-lists-later = Lists and totals show this after the next sync: faktura sync
push-nothing = Nothing to write.
push-at-rate = { $money } at { $rate }
push-put-off = { $count ->
    [one] 1 item was not carried out yet.
   *[other] { $count } items were not carried out yet.
} A running faktura serve tries again from { $at } by itself. To try at once: faktura push apply. To drop one: faktura push discard ITEM.
push-lacks = Missing mappings: { $mappings }.
push-unlinked = Unlinked { $source }.
push-retried = { $item } is taken up again.
push-discarded = { $item } was dropped.
push-mapped = { $mapping } is set; what was planned was planned again.
push-unmapped = { $mapping } is no longer set; what was planned was planned again.

push-col-item = Item
push-col-state = State
push-col-company = Company
push-col-what = What
push-col-total = Total
push-col-becomes = Becomes
push-col-why = Why not
push-col-source = Source
push-col-how = How
push-col-approved = Approved by
push-col-mapping = Mapping
push-col-id = Id
push-col-name = Name
push-state-planned = planned
push-state-queued = queued
push-state-sending = sending
push-state-sent = sent
push-state-rejected = rejected
push-state-conflict = conflict
push-state-unknown = unknown
push-kind-contact = customer
push-kind-invoice = invoice
push-kind-credit-note = credit note
push-kind-payment = payment
push-kind-void = void
push-kind-mail = e-mail
push-how-made = written
push-how-found = found again
push-how-tax-number = by tax number
push-how-person = by a person

help-cmd-push = Write invoices, customers and payments at accounting services: plan, approve, apply
help-more-push = Nothing is sent that was not approved. Each item is written exactly once, whatever fails on the way.
help-cmd-push-plan = Show what would be written, and keep it for push apply; nothing is sent
help-arg-push-plan-query = Which documents, as in faktura invoices; all without
help-arg-push-plan-to = Company that is written to
help-arg-push-plan-from = Company that the documents come from
help-arg-push-plan-file = File with the documents instead: JSON as faktura invoice --json writes it, or CSV with the titles of faktura export
help-arg-push-plan-payments = Write their payments too
help-cmd-push-apply = Approve what was planned, and write it
help-more-push-apply = Exit codes: 0 all was written, 3 some was rejected, is in conflict, unknown, put off or could not be approved, 4 nothing is planned, 6 the login may only read.
help-arg-push-apply-company = Only what was planned for this company; may be repeated
help-arg-push-apply-by-rule = Approve only what a rule in [push] of the configuration permits
help-arg-push-apply-no-wait = Do not wait until it is written
help-cmd-push-list = List the outbox: what was approved, and what it became
help-cmd-push-show = Show one item
help-arg-push-show-item = Identifier of an item, or its number or name
help-arg-push-retry-item = Identifier of an item, or its number or name
help-arg-push-discard-item = Identifier of an item, or its number or name
help-cmd-push-retry = Take an item up again; what may have been written is looked for first
help-cmd-push-discard = Drop an item that is not being sent
help-cmd-push-links = List what was written where
help-cmd-push-unlink = Forget what a source became; a plan may write it again
help-arg-push-unlink-source = The source, as in push links
help-arg-push-unlink-company = Company that was written to
help-cmd-push-map = Say which accounts, items, tax codes and customers of a company are used
help-cmd-push-map-list = List the mappings of a company
help-cmd-push-map-set = Set a mapping; what was planned is planned again
help-cmd-push-map-unset = Take a mapping back
help-arg-mapping = Name of the mapping, as push plan tells it
help-arg-push-map-set-id = Identifier or code at the service; “new” for a new customer
help-arg-push-map-list-company = Company that is written to
help-arg-push-map-set-company = Company that is written to
help-arg-push-map-unset-company = Company that is written to
help-cmd-push-pause = Stop writing at every service
help-cmd-push-resume = Let writing go on

push-document-voided = { $number } is voided or deleted at its service.
push-document-changed = { $number } is not what was synced: it was changed or voided at the service since.
push-document-unclear = { $count ->
    [0] There is no invoice “{ $number }”.
   *[other] { $count } invoices are called “{ $number }”; name the company or the id.
}
push-ask-void = Void { $number } of { $customer } over { $amount } at its service? This cannot be undone. [y/N]
push-ask-mail = Have the service send { $number } over { $amount } to { $customer } by e-mail? This cannot be undone. [y/N]
push-adopted = What the other side has of { $source } was taken over.
push-ignored = The difference of { $source } is ignored.
push-proof = { $linked } linked: { $equal } equal, { $drifted } drifted, { $here } missing here, { $there } missing there, { $ignored } ignored.
push-sum = { $currency }: ordered { $ordered }, there { $there }.
push-col-standing = Standing
push-col-differs = Difference (ours ≠ theirs)
push-standing-equal = equal
push-standing-drifted = drifted
push-standing-here = missing here
push-standing-there = missing there
push-standing-ignored = ignored
push-voided-here = It was voided with push void.
help-cmd-push-void = Void an issued document at its service, after a question
help-cmd-push-mail = Have the service send a document by its own mail, after a question
help-arg-push-mail-again = Send also what was sent there already
help-arg-address = Address to send it to; without, the service's own of the customer
help-cmd-push-reconcile = Compare what was written with what is there now, to the cent
help-more-push-reconcile = Compares what was last synced of both sides, and what was written since. Exit code 3 if anything drifted or is missing. Remedies: push adopt, push ignore, push unlink.
help-cmd-push-adopt = Take over what the other side has of a link
help-arg-push-adopt-source = The source, as in push links
help-arg-push-adopt-company = Company that was written to
help-cmd-push-ignore = Say why a difference of a link is right
help-arg-push-ignore-source = The source, as in push links
help-arg-push-ignore-company = Company that was written to
help-arg-reason = Why the difference is right
api-idempotency-key = It takes 1 to 100 letters, digits, dashes and underscores.
push-payment-moved = The payment recorded for { $payment } was of this bank entry: delete it at the service and forget its link (faktura push unlink), then plan again.
push-payment-credit = { $number } is a credit: what settles it is recorded at the service, not as money.
push-payment-over = { $amount } is more than the { $open } that is open of { $number } at its service: a payment is recorded there or on its way already.
push-payment-mixed = { $number } was paid by money and credits together with other documents: record at the service how much of it is money.
push-dated-today = The service dates it with the day on which it issues it, not with { $date }.
push-tax-automatic = The company has automated sales tax: if the service computes another tax than { $tax }, this ends as a conflict, and the document is there with the service's total.
push-tax-other = At the rate of { $code } the tax is { $computed }, but the lines say { $tax }: the mapping may name the wrong rate.
help-arg-push-plan-matched = Plan the payments that matched bank entries of --to show
help-arg-push-plan-payments-back = Plan the payments of --from for the documents that were copied to it from --to
push-contact-conflict = { $field } was changed on both sides: it was “{ $base }” there, is “{ $theirs }” there now, and is “{ $ours }” here. Change one side, or keep theirs with push adopt.
push-ask-credit = Make a credit note over { $amount } for { $number } of { $customer } at its service? [y/N]
push-credit-type = { $number } is no issued invoice that stands.
push-only-reads = The login of { $company } may only read: its consent lacks { $scopes }.
push-only-reads-hint = Renew its consent with permission to write: faktura login add --login { $login } --write, or L on the page Logins.
push-credit-by-void = { $provider } makes credit notes by cancelling only: use faktura push void.
push-credited = { $number } was credited from here already; see faktura push list.
push-credited-there = Of { $number } { $amount } is credited at its service already, or settled there otherwise than by payments: a credit note over the whole would be too much.
push-credited-there-hint = Credit the rest at the service.
push-ordered = { $number } is on its way already, or was ordered from here before.
push-ordered-hint = See it with faktura push list; discard an order that failed with faktura push discard.
push-mailed = The service sent { $number } to { $to } already.
push-mailed-own = The service sent { $number } to the customer already.
push-mailed-hint = --again sends it once more.
push-no-credit = { $number } cannot be credited yet: { $why }
push-no-credit-hint = Set the mappings that are named with faktura push map set.
push-gone-there = { $source } cannot be taken over: what it was written to is voided or gone at the service.
push-gone-there-hint = Void or credit the source too, or remove the link with faktura push unlink; faktura push ignore keeps it with a reason.
push-unsettled = { $source } would still differ: { $fields }
push-unsettled-hint = Change the side that is wrong and sync it, such as a payment that is recorded on one side only; if the difference is right, keep it with faktura push ignore and a reason.
push-linked = { $source } is linked with { $id } already.
push-linked-hint = Remove that link first with faktura push unlink, if it is wrong.
push-unlike = { $source } is another document than the one at the service: { $fields }
help-cmd-push-credit = Make a credit note over the whole of an issued invoice at its service, after a question
