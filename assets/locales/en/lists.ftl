# Lists of the screen: keys, filters, groups, openers, undo.

tui-help-half-down = half a page down
tui-help-half-up = half a page up
tui-help-switch = switch the entry on or off
tui-edit-left = a character left
tui-edit-right = a character right
tui-edit-word-left = a word left
tui-edit-word-right = a word right
tui-edit-home = to the beginning of the line
tui-edit-end = to the end of the line
tui-edit-back = delete the character before
tui-edit-delete = delete the character after
tui-edit-word-back = cut the word before
tui-edit-word-delete = cut the word after
tui-edit-to-home = cut to the beginning of the line
tui-edit-to-end = cut to the end of the line
tui-edit-paste = put in what was cut last
tui-col-light = Light
tui-light-green = green
tui-light-yellow = yellow
tui-light-red = red
tui-light-off = off
tui-col-service = Service
tui-sync-none-of-these = None of the marked companies can be synced now.
tui-table-done = Wrote { $count ->
    [one] 1 row
   *[other] { $count } rows
} to { $place }
tui-lines = { $count ->
    [one] 1 line
   *[other] { $count } lines
}
tui-filter-hint-rows = press / and type words, { $examples }…
tui-help-undo = take the last change of filter, order, columns, marks or views back
tui-help-redo = make it again
tui-undone = Taken back; Z makes it again.
tui-redone = Made again.
tui-nothing-to-undo = There is nothing to take back.
tui-nothing-to-redo = There is nothing to make again.
