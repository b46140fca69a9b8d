# faktura --plain.
plain-welcome = faktura, line by line. “help” lists the commands, “quit” exits.
plain-prompt = Command:
plain-help = companies — how every company stands
    find QUERY — find invoices, such as: find status:overdue petz; without a query: all
    sort FIELD — order by a field, such as: sort due, or: sort -gross for the largest first
    payments QUERY — find payments, such as: payments date:last-month partner:petz; without a query: all
    contacts QUERY — find customers and suppliers, such as: contacts outstanding>0; without a query: all
    entries QUERY — find bank entries, such as: entries match:open amount>0; without a query: all
    more, back — the next ten, the ten before
    open N — number N of the last list, or an invoice of a number, with all that is known of it; of groups: their rows
    group COLUMN ORDER — the last list grouped, with subtotals, such as: group partner, or: group issued value; alone: the columns
    groups — the last groups again
    sync COMPANY — sync a company; without a name: all
    log QUERY — the last syncs, such as: log status:failed; without a query: all
    messages QUERY — the log of the program, such as: messages level:error,warn; without a query: all
    report KIND QUERY — aging, months, fulfilled, vat, partners, cash, statuses, companies, paid, days, delay
    changes DAYS QUERY — what changed in the last days, old and new, such as: changes 7 field:status
    every command of the command line, such as: company add NAME, export FILE QUERY, invoice N --pdf FILE, logs, status; help COMMAND explains one
    quit — end
plain-unknown = Unknown command “{ $command }”; “help” lists the commands.
plain-nothing = nothing
plain-empty-companies = No company yet. “company add NAME” adds the first one.
plain-company = { $id }. { $name }: { $light }, { $health }. Last sync: { $last }. { $count ->
    [one] 1 invoice
   *[other] { $count } invoices
}. Outstanding: { $outstanding }. Overdue: { $overdue }.
plain-company-own = { $id }. { $name }: { $light }, { $health }. { $count ->
    [one] 1 invoice
   *[other] { $count } invoices
}. Outstanding: { $outstanding }. Overdue: { $overdue }.
plain-found = { $count ->
    [0] Nothing matches.
    [one] { $count } invoice.
   *[other] { $count } invoices.
}
plain-sum = { $currency }: { $count }, total { $gross }.
plain-sum-uncounted = { $currency }: { $count }, total { $gross }, no turnover (drafts, proformas and the like).
plain-invoice = { $place }. { $number }, { $partner }, { $gross }, { $state }, due { $due }, of { $company }.
plain-more = { $count } more; type “more” for the next.
plain-no-invoice = No invoice “{ $wanted }”.
plain-change = { $number }, { $partner }, { $at }: { $field } was { $old }, is { $new }, of { $company }.
plain-change-event = { $number }, { $partner }, { $at }: { $what }, of { $company }.
plain-run = Run { $run }: { $company }, { $at }, { $status }. { $created } new, { $updated } changed, { $skipped } skipped.
plain-message = { $at } { $level } { $part }: { $text }
plain-reports = Reports: { $names }.
plain-report = { $group } { $side }: { $count ->
    [one] 1 invoice
   *[other] { $count } invoices
}, { $sums }.
plain-report-gross = gross { $amount }
plain-report-open = open { $amount }
plain-report-outstanding = outstanding { $amount }
plain-report-overdue = overdue { $amount }
plain-report-credit = credit { $amount }
plain-report-vat = VAT { $amount }
plain-report-expected = expected { $amount }
plain-report-together = together until then { $amount }
plain-no-more = There is no more.
plain-payments-found = { $count ->
    [0] No payment matches.
    [one] { $count } payment.
   *[other] { $count } payments.
}
plain-payments-sum = { $currency }, { $side }: { $count }, total { $amount }, of which unapplied { $unapplied }.
plain-payment = { $place }. { $date }, { $partner }, { $amount }, { $side }, { $state }, for { $invoices }, of { $company }.
plain-contacts-found = { $count ->
    [0] No contact matches.
    [one] { $count } contact.
   *[other] { $count } contacts.
}
plain-contact = { $place }. { $name }, tax number { $tax }, e-mail { $email }, open { $open }, of { $company }.
plain-entries-found = { $count ->
    [0] No bank entry matches.
    [one] { $count } bank entry.
   *[other] { $count } bank entries.
}
plain-entries-sum = { $currency }: { $count }, in { $incoming }, out { $outgoing }.
plain-entry = { $place }. { $date }, { $amount }, { $partner }, text { $text }, { $state }, for { $invoices }, of { $company }.
plain-group = { $place }. { $value }: { $count ->
    [one] { $count } row
   *[other] { $count } rows
}.
plain-group-sum = { $side }, { $count }: { $amounts }.
plain-group-all = In all: { $sum }
plain-group-columns = Columns to group by: { $columns }. Orders: { $orders }; with “-” before it turned round.
plain-group-none = Nothing is grouped yet; “group” groups the last list.
