# faktura --plain.
plain-welcome = faktura, line by line. “help” lists the commands, “quit” exits.
plain-prompt = Command:
plain-help = companies — how every company stands
    find QUERY — find invoices, such as: find status:overdue petz; without a query: all
    sort FIELD — order by a field, such as: sort due, or: sort -gross for the largest first
    more, back — the next ten, the ten before
    open N — invoice N of the last list, or one of a number, with its items and history
    sync COMPANY — sync a company; without a name: all
    log — the last syncs
    report KIND QUERY — aging, months, fulfilled, vat, partners, cash, statuses, companies
    quit — end
plain-unknown = Unknown command “{ $command }”; “help” lists the commands.
plain-nothing = nothing
plain-company = { $id }. { $name }: { $light }, { $health }. Last sync: { $last }. { $count } invoices. Outstanding: { $outstanding }. Overdue: { $overdue }.
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
plain-run = Run { $run }: { $company }, { $at }, { $status }. { $created } new, { $updated } changed, { $skipped } skipped.
plain-reports = Reports: { $names }.
plain-report = { $group } { $side }: { $count } invoices, { $gross }, of which outstanding { $outstanding }.
