# Pages of own books: time, projects, drafts; their forms and questions.
tui-tab-time = Time
tui-tab-projects = Projects
tui-tab-drafts = Drafts

own-entries = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
own-nodes = { $count ->
    [one] 1 client or project
   *[other] { $count } clients and projects
}
own-unbilled = { $count ->
    [one] 1 unbilled client
   *[other] { $count } unbilled clients
}
own-drafts = { $count ->
    [one] 1 draft
   *[other] { $count } drafts
}
own-zoom-day = Day
own-zoom-week = Week
own-zoom-month = Month
own-zoom-year = Year
own-all-time = all time
own-period-until = until { $day }
own-period-from = from { $day }
own-week-of = { $from } – { $until } · week { $week }
own-mine = only mine
own-total = Total
own-unassigned = no project
own-sum-billable = billable { $hours }
own-sum-pending = pending { $hours } ({ $count })
own-sum-approved = approved { $hours }
own-sum-billed = billed { $hours }
own-newest = the newest { $shown } of { $total }
own-running-since = since { $since }
own-forgotten = forgotten? b stops it at { $end }
own-empty-books = There are no own books yet.
own-empty-books-hint = Press A to add them: your company as it stands on invoices, its currency and its time zone.
own-empty-books-ask = An administrator adds them.
own-empty-time = No time in this period.
own-empty-time-hint = Press A to record time, or b to start a timer. < and > lead to other periods, + and - to longer and shorter ones.
own-first-time-hint = Press A to record time, or b to start a timer. Time is billed by its project: press : and type projects to add a client, a project and a rate.
own-empty-time-ask = < and > lead to other periods, + and - to longer and shorter ones.
own-empty-week = No time this week.
own-empty-clients = There are no clients yet.
own-empty-clients-hint = Press @ to add a client, then A to add a project of it.
own-empty-clients-ask = Administrators of the books add clients and their projects.
own-empty-drafts = There are no open drafts, and nothing is unbilled.
own-empty-drafts-hint = Approve time first (page Time, Y), then press A to make a draft. a shows issued and discarded drafts, too.
own-empty-drafts-ask = Drafts are made of approved time. a shows issued and discarded drafts, too.
own-not-yours = Drafts and rates are for administrators and viewers.
own-not-yours-hint = Your own time is on the page Time (t).

own-col-date = Date
own-col-when = Time
own-col-hours = Hours
own-col-client = Client
own-col-project = Project
own-col-task = Task
own-col-person = Person
own-col-note = Note
own-col-tags = Tags
own-col-state = State
own-col-lint = Worth a look
own-col-billable = Billable
own-col-name = Name
own-col-kind = Kind
own-col-unbilled = Unbilled
own-col-used = Budget used
own-col-budget = Budget
own-col-invoiced = Invoiced
own-col-rate = Rate
own-col-lines = Lines
own-col-net = Net
own-col-gross = Gross
tui-own-client = client
tui-own-project = project
books-draft-unbilled = unbilled

own-picture-month = Hours by day
own-picture-week = Hours of the week
own-picture-months = Hours by month
own-picture-weeks = Hours by week
own-picture-burn = Left of the budget

own-company = Name of the company
own-tax-number = Tax number
own-country = Country (two letters)
own-post-code = Post code
own-city = Town
own-street = Street and number
own-email = E-mail
own-currency = Currency
own-zone = Time zone
own-vat = VAT (27, AAM, EU …)
own-terms = Days until due
own-prefix = Numbers begin with
own-archived = Archived
own-private = Private person
own-client = Client
own-project = Project
own-person = Person
own-time = Time (2h30, 1.5, 90m, 9-11:30)
own-day = Day
own-task = Task
own-note = Note
own-tags = Tags
own-billable = Billable
own-state = State
own-since = Since (empty: now)
own-end = End
own-part = At (10:30) or after (45m)
own-to-day = To day
own-reason = Reason
own-budget-hours = Budget in hours
own-budget-money = Budget, net amount
own-amount = Amount
own-per = Per
own-valid-from = From day (empty: always)
own-included = Included hours a month (retainer)
own-overage = Each hour above (retainer)
own-from = From
own-until = Until
own-grouped = A line for each
own-rounded = Steps applied to
own-discount = Discount in percent
own-fx-rate = Exchange rate
own-fx-source = Its source
own-fx-date = Its day
own-issue-date = Date of issue
own-fulfilled = Fulfilled (empty: end of period)
own-due = Due (empty: by the terms)
own-stays = as it is
own-yes = yes
own-no = no
own-group-entry = entry
own-group-day = day
own-group-task = task
own-group-person = person
own-group-project = project
own-group-week = week
own-own-price = a price of the entry

own-saved-doubtful = { $said }; saved as typed, but check: { $doubts }
own-books-title = Add own books
own-books-outcome = The company is added with books of its own: time, drafts and invoices are kept here. Invoices need its tax number; what is left empty is completed later by Ctrl-O on the page Projects.
own-profile-title = Change the own books of { $name }
own-profile-changed = The books were changed meanwhile: leave this form and open it again.
own-profile-outcome = It holds for what is issued from now on. Nothing on a closed day changes; an empty day opens them.
own-phone = Telephone number
own-closed = Days closed until
own-entry-title = Record time
own-entry-outcome = The entry is recorded as pending.
own-change-title = Change an entry
own-change-outcome = What was changed is saved; the earlier version stays in the history.
own-bulk-title = Change { $count } entries
own-bulk-outcome = What is filled in is set on all { $count }; what is empty stays.
own-divide-title = Split { $time } of { $date }
own-divide-outcome = The entry becomes two; together they are as long as before.
own-move-title = { $count ->
    [one] Move 1 entry to a project
   *[other] Move { $count } entries to a project
}
own-move-outcome = An empty project takes them off every project.
own-copy-title = Copy your entries of { $date }
own-copy-outcome = Copies are pending, at the same times of the day.
own-timer-title = Start a timer
own-timer-outcome = The timer runs until b stops it, also when this screen is closed.
own-switch-title = Switch the timer
own-switch-outcome = The timer that runs becomes an entry, and this one starts.
own-stop-title = Stop the timer that runs since { $since }
own-stop-outcome = It becomes an entry that ends then. It ran for so long that it was probably forgotten.
own-write-off-title = { $count ->
    [one] Do not bill 1 entry
   *[other] Do not bill { $count } entries
}
own-write-off-outcome = What is left of approved time is written off for this reason.
own-client-title = Add a client
own-client-change = Change { $name }
own-client-outcome = Empty fields take what the company has.
own-project-title = Add a project
own-project-change = Change { $name }
own-project-outcome = A budget is in hours or in money; one that is archived takes no time.
own-rate-title = Set a rate
own-rate-outcome = The strongest applies: person on project, project, client, company. The one before it ends on that day.
own-make-title = Make a draft
own-make-outcome = Approved time of the client in that period becomes lines; nothing is issued yet.
own-issue-title = { $count ->
    [one] Issue a draft to { $client }
   *[other] Issue { $count } drafts to { $client }
}
own-issue-outcome = You are asked once more, with the number and the amount.

own-confirm-delete = { $count ->
    [one] Delete 1 entry of { $hours }?
   *[other] Delete { $count } entries, { $hours } in all?
}
own-confirm-delete-cost = The history keeps it; totals and drafts do not.
own-confirm-delete-yes = Delete
own-confirm-discard = Drop the timer after { $hours }?
own-confirm-discard-cost = It leaves no entry.
own-confirm-discard-yes = Drop
own-confirm-approve = { $whole ->
    [yes] Approve the week { $from } – { $until }: { $count } pending, { $hours }?
   *[no] Approve { $count ->
        [one] 1 entry
       *[other] { $count } entries
    } of { $hours }?
}
own-confirm-approve-cost = Approved entries are locked and can be billed.
own-confirm-approve-overlaps = { $count ->
    [one] 1 overlap is
   *[other] { $count } overlaps are
} among them and stays as it is: the same time is billed twice.
own-confirm-approve-yes = Approve
own-confirm-unapprove = { $count ->
    [one] Take the approval of 1 entry ({ $hours }) back?
   *[other] Take the approval of { $count } entries ({ $hours }) back?
}
own-confirm-unapprove-cost = They are pending again and can be changed.
own-confirm-unapprove-yes = Take back
own-confirm-remove = Delete the { $kind ->
    [client] client
   *[project] project
} { $name }?
own-confirm-remove-cost = Only what nothing refers to is deleted; archive it otherwise.
own-confirm-remove-yes = Delete
own-confirm-discard-draft = Discard the draft to { $client }: { $amount }?
own-confirm-discard-drafts = Discard { $count } drafts to { $client }: { $amount }?
own-confirm-discard-draft-cost = Its time can be billed again.
own-confirm-discard-draft-yes = Discard
own-confirm-issue = { $count ->
    [one] Issue { $first } to { $client }: { $amount }?
   *[other] Issue { $count } invoices, { $first } to { $last }, to { $client }: { $amount }?
}
own-confirm-issue-cost = The number is given and the content frozen: a mistake is corrected by a credit note or a cancellation.
own-confirm-issue-yes = Issue

own-time-added = { $count ->
    [one] Recorded { $hours }
   *[other] Recorded { $count } entries, { $hours }
}{ $lints ->
    [0] {""}
   *[other] ; worth a look: ! leads there
}
own-time-changed = { $count ->
    [one] Changed 1 entry
   *[other] Changed { $count } entries
}{ $lints ->
    [0] {""}
   *[other] ; worth a look: ! leads there
}
own-time-divided = Split in two
own-time-moved = { $count ->
    [one] Moved 1 entry
   *[other] Moved { $count } entries
}
own-time-joined = Joined to one entry of { $hours }
own-time-mended = Mended
own-time-deleted = Deleted
own-timer-started = The timer runs
own-timer-stopped = Stopped: { $hours } recorded
own-timer-dropped = The timer was dropped
own-approved = { $count ->
    [one] Approved 1 entry, { $hours }: the page Drafts bills it
   *[other] Approved { $count } entries, { $hours }: the page Drafts bills them
}
own-unapproved = { $count ->
    [one] 1 entry is pending again
   *[other] { $count } entries are pending again
}
own-written-off = { $count ->
    [one] 1 entry was written off
   *[other] { $count } entries were written off
}
own-drafted = Drafted for { $client }: { $amount }
own-drafted-none = Nothing was drafted
own-draft-discarded = Discarded the draft to { $client } of { $amount }
own-issued = { $count ->
    [one] Issued { $numbers }
   *[other] Issued { $count } invoices: { $numbers }
}
own-paid = Recorded

own-masked = Customers are hidden: press H to show them before something is changed
own-no-books = There are no own books yet: press A on the page Time to add them
own-no-books-ask = There are no own books yet: an administrator adds them
own-locked-approved = Approved by { $by }: an administrator takes it back with U
own-locked-billed = On a draft or an invoice: discard the draft or credit the invoice first
own-mark-two = Mark at least two entries with Space
own-nothing-to-approve = Nothing here waits for approval
own-nothing-to-take-back = Nothing here is approved and unbilled
own-nothing-to-fix = Nothing about this entry is worth a look
own-no-lints = Nothing is worth a look
own-clock-change = The clocks changed while it ran: its length is right as it is
own-no-open-draft = That is no open draft
own-no-entry-here = Enter opens the entry on lines that have a date
own-several = several: { $names }
own-not-a-part = “{ $text }” is neither a time such as 10:30 nor an amount such as 45m
own-not-a-day = “{ $text }” is no date: 2026-10-25, today, yesterday
own-not-an-amount = “{ $text }” is no amount
own-two-amounts = “{ $text }” can be { $whole } or { $part }: write it as one of them
own-not-a-vat = “{ $text }” is no VAT: 27, 5, 0, AAM, EU …
own-not-a-currency = “{ $text }” is no currency code
own-not-a-count = a whole number up to { $most }
own-two-budgets = A budget is in hours or in money: leave one empty
own-retainer-needs = A retainer needs its included hours and the price of each hour above
own-fx-needs = An exchange rate needs its source and its day, too

tui-place-week = A week of time
tui-place-time = Time entries
tui-place-projects = Projects
tui-place-drafts = Drafts
tui-place-draft = A draft
tui-help-time = page Time
tui-help-add-entry = record time
tui-key-add-entry = record
tui-help-delete-entry = delete what is marked, after a question
tui-key-delete-entry = delete
tui-help-delete-node = delete a client or project that nothing refers to
tui-help-timer = start a timer on this project, or stop the one that runs
tui-key-timer = timer
tui-help-switch-timer = stop the timer and start another
tui-help-discard-timer = drop the timer without an entry
tui-help-approve-time = approve what is shown, or what is marked
tui-help-unapprove-time = take an approval back, of what is shown or what is marked
tui-key-approve-time = approve
tui-help-fix = mend what is worth a look
tui-key-fix = fix
tui-help-change = change by a form; several marked ones alike
tui-key-change = change
tui-help-copy-day = copy your entries of this day to another
tui-key-copy-day = copy day
tui-help-everyone = only your own time, or everyone's
tui-key-everyone = mine/all
tui-help-zoom-out = a longer period: week, month, year
tui-key-zoom-out = longer
tui-help-zoom-in = a shorter period
tui-key-zoom-in = shorter
tui-help-later-period = the period after it
tui-help-earlier-period = the period before it
tui-help-next-books = the next company's books
tui-help-previous-books = the previous company's books
tui-help-next-lint = next entry that is worth a look
tui-help-open-day = entries of this project on this day
tui-help-next-day = next day
tui-help-previous-day = previous day
tui-help-next-time = the period after it
tui-help-previous-time = the period before it
tui-help-open-entry = change this entry
tui-help-to-project = move to another project
tui-key-to-project = move
tui-help-divide = split in two
tui-key-divide = split
tui-help-join = join marked entries that follow each other
tui-help-write-off = do not bill, for a reason
tui-help-back-week = back to the week
tui-help-new-project = add a project
tui-key-new-project = project
tui-help-new-client = add a client
tui-key-new-client = client
tui-help-open-time = its time
tui-key-open-time = time
tui-help-set-rate = set a rate
tui-key-set-rate = rate
tui-help-profile = change the own books: numbers, address, account, VAT, terms, closed days
tui-key-profile = own books
tui-help-make-draft = make a draft of unbilled time
tui-key-make-draft = draft
tui-help-open-draft = explain it, line by line
tui-help-issue = issue: the number is given
tui-key-issue = issue
tui-help-draft-document = the invoice that it became
tui-key-draft-document = invoice
own-not-issued = It is not issued yet: there is no invoice of it.
tui-help-discard-draft = discard the draft, or the marked ones
tui-key-discard-draft = discard
tui-help-all-drafts = also issued and discarded ones
tui-key-all-drafts = all
tui-help-open-part = the entry of this line
tui-key-open-part = entry

books-nothing-to-mend = nothing about entry { $entry } can be mended by itself
books-nothing-to-mend-hint = faktura time lint lists what is worth a look; what is too long or has no project is changed with faktura time edit or move.
books-mend-same = entry { $entry } lies wholly within { $other }: one of them is too much
books-mend-same-hint = Delete one of them, or change its time.
help-cmd-time-mend = Mend an overlap, a gap, an empty entry or one over midnight
