#!/usr/bin/env bash
# td-watson 2.1.0 (PyPI) with arrow 1.4.0: half the year's frames are shown an hour off, and editing one stores the shifted time.
#
# Expected: a frame keeps its instants as seconds; `watson log` shows them in local time, and `watson edit` with nothing but another
#   project name leaves start and stop as they are. Watson asks for arrow 1.0.0 or newer, and pip installs 1.4.0.
# Happens: since arrow 1.4.0 the zone "local" is today's offset, without daylight saving. In winter every frame of the summer is
#   shown an hour early, in summer every frame of the winter an hour late. `watson edit` offers these times in the editor and reads
#   them back by the rules of the zone: the frame moves by an hour, here over midnight into another day. With arrow 1.3.0 it does not.
# Why it matters: correcting a project name changes the recorded hours of a day that may be billed already.
# Versions: td-watson 2.1.0, arrow 1.4.0 and 1.3.0, Python 3.11. Seen on 2026-11-29.
# Source: this run; td-watson's requirement "arrow (>=1.0.0)"; the help of `watson edit`.
#
# Needs: python3 with venv, a registry of Python packages, and the zone Europe/Budapest. Fails if Watson behaves otherwise now. Which
# of the two frames moves depends on the season of the run: that exactly one of them does is what is checked.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check td-watson==2.1.0
export TZ=Europe/Budapest WATSON_DIR="$work/watson"
unset VISUAL
cat > frames.py <<'PY'
import json, os
for start, stop, project, number, *_ in json.load(open(os.environ["WATSON_DIR"] + "/frames")):
    print(number, start, stop)
PY
moved() {
    rm -rf "$WATSON_DIR"
    mkdir "$WATSON_DIR"
    venv/bin/watson add --from "2025-01-15 00:00" --to "2025-01-15 01:30" winter >/dev/null
    venv/bin/watson add --from "2025-07-15 00:00" --to "2025-07-15 01:30" summer >/dev/null
    python3 frames.py | sort >before
    while read -r number _; do
        EDITOR="sed -i s/winter/renamed/;s/summer/renamed/" venv/bin/watson edit "$number" >/dev/null
    done <before
    python3 frames.py | sort >after
    join before after | while read -r _ start stop new_start new_stop; do
        echo "$((new_start - start)) $((new_stop - stop)) $(date -d "@$start" +%F) -> $(date -d "@$new_start" +%F)"
    done
}
for arrow in 1.3.0 1.4.0; do
    venv/bin/pip install --quiet --disable-pip-version-check "arrow==$arrow"
    moved >"moved-$arrow"
    echo "arrow $arrow: seconds by which start and stop move when only the project is renamed, and the day"
    cat "moved-$arrow"
done
[ "$(grep -c '^0 0 ' moved-1.3.0)" = 2 ] || { echo "the control with arrow 1.3.0 moves a frame: read this script again"; exit 1; }
[ "$(grep -c '^0 0 ' moved-1.4.0)" = 1 ] && [ "$(grep -cE '^(-3600 -3600|3600 3600) ' moved-1.4.0)" = 1 ] \
    || { echo "Watson behaves otherwise now: read this script again"; exit 1; }
