# Calendars at servers.
calendar-bad-address = This is no usable address of a calendar: it must be https:// (http:// for this machine only), without a name or password in it.
calendar-unreachable = The calendar's server cannot be reached: { $detail }.
calendar-too-slow = The calendar's server did not answer in time.
calendar-too-large = The calendar is larger than { $max } MB.
calendar-too-many = The calendar has more than { $max } objects.
calendar-object-too-large = An object of the calendar is larger than { $max } MB: { $path }
calendar-too-many-rounds = The calendar's server still tells of changes after { $max } requests.
calendar-too-long = The sync of the calendar did not end within { $minutes } minutes.
calendar-unauthorized = The calendar's server refuses the name or the password.
calendar-unauthorized-hint = Many services ask for an app password: make one there and save it with “faktura calendar set-secret NAME”.
calendar-refused = The calendar's server answered with HTTP { $status }.
calendar-moved = The calendar has moved to { $address }.
calendar-moved-hint = Connect it at the new address.
calendar-not-understood = The answer of the calendar's server is not understood: { $detail }.
calendar-not-a-calendar = There is no calendar at this address, and the server names none.
calendar-choose-one = This address is no calendar. The server has these: { $found }
calendar-not-a-calendar-hint = Take the address of one calendar; many services show it in its settings.
calendar-changed = The event was changed at the server meanwhile.
calendar-gone = There is nothing at the calendar's address.
calendar-token-lost = The calendar's server forgot the last sync.
calendar-not-icalendar = The text is no iCalendar.

calendar-no-address = The private address of the calendar is not saved.
calendar-name-taken = “{ $name }” is no name for a calendar, or another one has it.
calendar-none-such = There is no calendar “{ $wanted }”.
calendar-no-conflict = No entry “{ $wanted }” of this calendar waits for a decision.
calendar-locked = The entry { $entry } is approved or billed and cannot follow its event.
calendar-change-it-there = The event of { $entry } is a series or was cancelled. Change it in the calendar, then sync again.
calendar-no-proposal = There is no proposal “{ $wanted }”.
calendar-several-proposals = Several proposals begin with “{ $wanted }”.

calendar-kind-caldav = CalDAV
calendar-kind-ical = private address
calendar-conflict-both-changed = both were changed
calendar-conflict-locked = the event was changed, but the entry is approved, billed or on a closed day
calendar-conflict-deleted-there = the event was deleted, but the entry was changed or is locked
calendar-conflict-deleted-here = the entry was deleted, but the event was changed
calendar-conflict-many-deleted = many events vanished at once
calendar-conflict-not-one-event = the event became a series or is not understood
calendar-side-none = nothing
calendar-change-new = new
calendar-change-changed = changed
calendar-change-cancelled = cancelled

calendar-col-kind = Kind
calendar-col-address = Address
calendar-col-person = Person
calendar-col-synced = Synced
calendar-col-linked = Entries
calendar-col-conflicts = To decide
calendar-col-state = Last error
calendar-col-proposal = Proposal
calendar-col-change = Event
calendar-col-start = Start
calendar-col-length = Length
calendar-col-calendar = Calendar
calendar-col-title = Title

# Command.
cli-calendar-url-or-ical = Give the address of the calendar (--url URL), or say that it has a private iCalendar address (--ical).
cli-calendar-ask-password = Password of the calendar:
cli-calendar-ask-address = Private iCalendar address:
cli-calendar-ask-secret = Password or private address:
cli-calendar-added = Connected “{ $name }”. Sync it with “faktura calendar sync”.
cli-calendar-added-read = Connected “{ $name }”, read only. Sync it with “faktura calendar sync”.
cli-calendar-works = “{ $name }” can be reached.
cli-calendar-reads = “{ $name }” can be reached, and only be read.
cli-calendar-conflict = { $entry }: { $why }. Books: { $books }. Calendar: { $calendar }.
cli-calendar-resolve = Decide with: faktura calendar resolve "{ $name }" ENTRY --keep books (or calendar)
cli-calendar-failed = { $name }: failed. { $error }
cli-calendar-synced = { $name }: { $created ->
    [one] 1 event
   *[other] { $created } events
 } made, { $updated } changed, { $deleted } deleted; { $edited ->
    [one] 1 entry
   *[other] { $edited } entries
 } changed, { $removed } deleted
cli-calendar-conflicts = { $count ->
    [one] One entry and its event contradict each other
   *[other] { $count } entries and their events contradict each other
}. See them with: faktura calendar show "{ $name }"
cli-calendar-proposals = { $count ->
    [one] One event
   *[other] { $count } events
} could become entries. See them with: faktura calendar propose
calendar-more-refused = { $count ->
    [one] 1 more event is
   *[other] { $count } more events are
 } not understood.
cli-calendar-refused = { $name }: an event is not understood. { $error }
cli-calendar-accepted = Made { $created ->
    [one] 1 entry
   *[other] { $created } entries
 }, changed { $changed }, deleted { $deleted }.
cli-calendar-dismissed = Dismissed { $count }.
cli-calendar-secret-set = Saved the secret of “{ $name }”, encrypted.
cli-calendar-remove-ask = Disconnect “{ $name }”? Entries and events stay. [y/N]
cli-calendar-removed = Disconnected “{ $name }”. Entries and events stay.

help-cmd-calendar = Connect calendars: entries as events, events as entries
help-cmd-calendar-add = Connect a calendar: CalDAV both ways, or a private iCalendar address read only
help-more-calendar-add = CalDAV (Nextcloud, Radicale, Fastmail, iCloud and others) takes the entries of one person as events and tells what was changed there. Google and Microsoft give a private iCalendar address in the settings of a calendar; it is asked for and saved encrypted, as passwords are.
help-arg-calendar-add-name = Name of the calendar here
help-arg-calendar-add-url = Address of the calendar's collection; of another address its calendars are listed
help-arg-calendar-add-user = Name at the server; the password is asked for
help-arg-calendar-add-ical = It has a private iCalendar address, which is asked for
help-arg-calendar-add-secret-stdin = Read the password or the private address from the first line of standard input
help-arg-calendar-add-person = Person with this calendar; yourself without it
help-arg-calendar-add-project = Project of entries that are made of its events
help-arg-calendar-add-from = First day that counts; thirty days ago without it
help-arg-calendar-add-no-write = Only read events
help-arg-calendar-add-no-test = Save it without asking the server
help-cmd-calendar-list = List the calendars and their state
help-cmd-calendar-show = Show a calendar and what must be decided
help-cmd-calendar-test = Ask a calendar's server whether it answers
help-cmd-calendar-sync = Sync calendars both ways
help-more-calendar-sync = What only one side changed, the other one takes. What both changed, and what is approved, billed or closed here, waits for “faktura calendar resolve”; nothing is overwritten. Exit codes: 3 something must be decided or some calendars failed, 4 all failed.
help-arg-calendar-sync-calendars = Calendars; all without it
help-cmd-calendar-propose = List events that could become entries
help-more-calendar-propose = Events that have ended, of the last sync; of a series each occurrence. Cancelled events and whole days are none. Nothing becomes an entry before you accept it.
help-arg-calendar-propose-calendar = Calendar; all without it
help-arg-calendar-propose-from = First day
help-arg-calendar-propose-until = Last day; today without it
help-cmd-calendar-accept = Make entries of proposed events
help-arg-calendar-accept-proposals = Proposals; the beginnings of their identifiers are enough
help-arg-calendar-accept-project = Project of the entries; the calendar's without it
help-cmd-calendar-dismiss = Do not propose events again
help-arg-calendar-dismiss-proposals = Proposals; the beginnings of their identifiers are enough
help-cmd-calendar-resolve = Decide which side is kept where both changed
help-arg-calendar-resolve-entry = Entry; the end of its identifier is enough
help-arg-calendar-resolve-keep = Side that is kept
help-cmd-calendar-set-secret = Save another password or private address, encrypted; the terminal asks for it
help-cmd-calendar-remove = Disconnect a calendar; entries and events stay
help-arg-calendar = Name of the calendar
