# Files of time trackers.
time-file-not-text = Line { $line } is not UTF-8 text. Export the file again as UTF-8.
time-file-unknown-form = The form of the file is unknown. Say it: --format toggl, clockify, harvest, kimai, solidtime, timewarrior, timeclock, timedot, klog, watson, org, ical or csv.
time-file-too-long = The file has more than { $max } entries. Split it.
time-file-empty = The file is empty.
time-file-not-a-table = Line { $line }: this is no CSV. A quotation mark may be open.
time-file-columns-missing = The table has no column with a start or a date, or none with an end or a duration. Name the columns: --column date=Day --column hours=Amount.
time-file-row-width = The header has { $columns } columns, this line { $found }. A separator may stand in a text without quotation marks.
time-file-no-such-field = There is no field “{ $name }”. There are { $possible }.
time-file-date-ambiguous = The date can be day/month or month/day, and no other date of the file tells. Say it: --date-order dmy or mdy.
time-file-dates-contradict = The date has day and month the other way round than dates before it. Export the file with one notation.
time-file-not-a-date = “{ $text }” is no date in this order.
time-file-no-date = There is no date.
time-file-no-such-date = There is no such date.
time-file-not-a-time = “{ $text }” is no time.
time-file-not-a-length = “{ $text }” is no duration up to four weeks, such as 1:30, 1.5 or 90m.
time-file-not-yes-or-no = “{ $text }” is neither yes nor no.
time-file-negative = The duration is negative, and the entries of its day cannot be shortened by it. The whole day is left out.
time-file-klog-error = klog does not understand this itself: { $title }. { $details }
time-file-ends-before-it-starts = The entry ends before it starts.
time-file-local-time-never = { $time } does not exist in this zone: clocks are put forward over it.
time-file-local-time-twice = { $time } comes twice in this zone, because clocks are put back, and the file does not say which one it means.
time-file-line-unknown = The line is not understood.
time-file-end-without-start = The session ends without having started.
time-file-no-day-yet = The line belongs to no day: a date must stand before it.
time-file-two-spaces = There is no duration. Two spaces must stand between account and duration.
time-file-not-json = Line { $line }, column { $column }: this is not the JSON of this form.
time-file-calendar-cut = The file ends within a calendar: what follows is missing. Fetch it again.
time-file-not-a-calendar = This is no whole iCalendar file.
time-file-unknown-zone = The zone “{ $zone }” is unknown. Change the event to a zone with an IANA name, or leave it out with --skip-refused.
time-file-rule-unknown = The rule of the series is not understood.
time-file-event-and-later = The event changes all later ones of its series, which is not supported. Leave it out with --skip-refused.
time-file-too-many-occurrences = More than { $max } events of series would have to be computed. Shorten the series.
time-file-series-too-long = The series has more than { $max } events.

# Commands on files of time.
cli-time-column = “{ $text }” is no FIELD=COLUMN. Example: --column date=Day
cli-time-file-large = The file has more than { $max } MB. Split it.
cli-time-at-line = line { $line }
cli-time-at-column = line { $line }, column { $column }
cli-time-refused = { $place }: { $text }
cli-time-more-refused = { $count ->
    [one] One more line is refused
   *[other] { $count } more lines are refused
}. See all of them with --json.
cli-time-unmapped = No project has these names; their time is unassigned: { $names }. Move it with “faktura time move”.
cli-time-unmapped-tags = Time with these tags has no project: { $tags }. Say which project a tag stands for with “faktura time map TAG --tag --project PROJECT” before you import, or move the time with “faktura time move”.
cli-time-imported = { $count ->
    [one] Imported one entry
   *[other] Imported { $count } entries
}, { $hours } ({ $format }; { $duplicates ->
    [one] one was
   *[other] { $duplicates } were
} imported before)
cli-time-would-import = { $count ->
    [one] One entry
   *[other] { $count } entries
}, { $hours }, would be imported ({ $format }; { $duplicates ->
    [one] one was
   *[other] { $duplicates } were
} imported before)
cli-time-deleted-here = { $count ->
    [one] One of them was deleted here since, and stays deleted. Record it with “faktura time add” if it was deleted by mistake.
   *[other] { $count } of them were deleted here since, and stay deleted. Record them with “faktura time add” if they were deleted by mistake.
}
cli-time-beside-others = { $count ->
    [one] Another person has an entry like one of these: if only the person was wrong, delete that one.
   *[other] Another person has entries like { $count } of these: if only the person was wrong, delete those.
}
cli-time-change = line { $line }: { $was } → { $now }
cli-time-file-changed = { $count ->
    [one] One entry was changed in the file since it was imported, and is as before here. Take the change over with --update.
   *[other] { $count } entries were changed in the file since they were imported, and are as before here. Take the changes over with --update.
}
cli-time-updated = { $count ->
    [one] Took over the change of one entry
   *[other] Took over the changes of { $count } entries
}
cli-time-taken-as-utc = The log of Watson names no zone: its times were taken as UTC. If the machine that wrote it had another one, import it with --zone, or import the file “frames” instead, which has instants; what both have is imported once.
cli-time-left-out = { $count ->
    [one] One entry has
   *[other] { $count } entries have
} no end, no hours or no work, and { $count ->
    [one] is
   *[other] are
} left out
cli-time-not-yet = { $count ->
    [one] One entry has
   *[other] { $count } entries have
} not ended yet and { $count ->
    [one] is
   *[other] are
} left out, the first on line { $line }: import the file again afterwards
cli-time-nothing-imported = Nothing was imported. Mend the file, or leave these lines out with --skip-refused.
cli-time-exported = { $count ->
    [one] Exported one entry
   *[other] Exported { $count } entries
} ({ $format })
cli-time-not-held = { $count ->
    [one] One entry has
   *[other] { $count } entries have
} no clock times, or times that come twice when clocks are put back, which { $format } cannot hold: left out. Use --format csv.
help-cmd-time-import = Import time from a file of another program; what was imported before is left alone
help-more-time-import = The form is told by the content: toggl, clockify, harvest, kimai, solidtime, timewarrior, timeclock, timedot, klog, watson, org, ical or csv. Any refused line, and nothing is imported, unless --skip-refused leaves it out. Projects and people are found by their names, or by those of “time map”; unknown people are added, unknown projects leave their time unassigned. Exit codes: 3 some lines were refused and the rest was imported, 4 lines were refused and nothing was imported.
help-cmd-time-export = Write time to a file that other programs read
help-arg-time-file = File, or - for standard input
help-arg-file-form = Form of the file, where its content does not tell
help-arg-date-order = Order of day and month, where the dates do not tell
help-arg-file-zone = Zone of times without one; without this option that of the company
help-arg-all-project = Project of all entries
help-arg-all-person = Person of all entries
help-arg-column = Name of a column of a table of another form; may be repeated
help-arg-take-changes = Take over what was changed in the file since it was imported
help-arg-look-only = Say what would be imported and import nothing
help-arg-target-file = File, or - for standard output
help-arg-target-form = Form of the file
