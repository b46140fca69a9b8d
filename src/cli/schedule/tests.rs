use super::*;

fn printed(times: &[&str], zone: Option<&str>, machine: &str, target: Target) -> std::result::Result<String, CliError> {
    printed_at("/srv/faktura", times, zone, machine, target)
}

fn printed_at(
    home: &str,
    times: &[&str],
    zone: Option<&str>,
    machine: &str,
    target: Target,
) -> std::result::Result<String, CliError> {
    let machine = TimeZone::get(machine).expect("a zone");
    let now = "2026-11-27T12:00:00Z".parse().expect("a time");
    let (program, home) = (Path::new("/opt/my tools/faktura"), [("FAKTURA_HOME", PathBuf::from(home))]);
    let job = Job { program, variables: &home, zone, ..plain(&machine, now) };
    let times = times.iter().map(|time| (*time).to_owned()).collect();
    write(&job, &ScheduleSettings { times, zone: zone.map(str::to_owned), ..ScheduleSettings::default() }, target)
}

/// The usual command of a user, with nothing named.
fn plain(machine: &TimeZone, now: Timestamp) -> Job<'_> {
    let (program, locale) = (Path::new("faktura"), crate::locale::english());
    Job { program, config: None, variables: &[], user: "anna", zone: None, machine, now, locale }
}

fn print(times: &[&str], target: Target) -> std::result::Result<String, CliError> {
    printed(times, None, "UTC", target)
}

/// The times of a crontab, without the command.
fn cron(times: &[&str], zone: Option<&str>, machine: &str) -> String {
    let text = printed(times, zone, machine, Target::Crontab).unwrap_or_else(|error| error.to_string());
    let line = |line: &str| line.split("  ").next().map(str::to_owned).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with('#')).map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn cron_takes_the_times_as_they_are() {
    let text = print(&["0 2 * * *"], Target::Crontab).unwrap();
    assert_eq!(text, "0 2 * * *  FAKTURA_HOME=/srv/faktura '/opt/my tools/faktura' --headless --quiet\n");
}

#[test]
fn cron_gets_what_it_means_alike_and_nothing_else() {
    for (time, expected) in [
        ("*/15 2 * * *", "0,15,30,45 2 * * *"),
        ("* 2 * * *", "0-59 2 * * *"),
        ("*/15 * * * *", "0,15,30,45 * * * *"),
        ("* * * * *", "* * * * *"),
        ("0 */6 * * *", "0 0,6,12,18 * * *"),
        ("0 2 * jan-MAR Fri,SUN", "0 2 * 1-3 0,5"),
        ("0 2 * * 7", "0 2 * * 0"),
        ("0 2 * * 1-5", "0 2 * * 1-5"),
        ("0 2 ? * *", "0 2 * * *"),
        // A field that begins with a star means “and” to cron, and either is enough to us.
        ("0 2 */10 * 1", "0 2 1,11,21,31 * *; 0 2 * * 1"),
        ("0 2 1 * */2", "0 2 1 * *; 0 2 * * 0,2,4,6"),
        ("0 2 */1 * 1", "0 2 * * *"),
    ] {
        assert_eq!(cron(&[time], None, "Europe/Budapest"), expected, "{time}");
    }
    for time in ["0 2 L * *", "0 2 15W * *", "0 2 LW * *", "0 2 * * 5L", "0 2 * * 1#1", "0 2 1 * +5"] {
        for target in [Target::Crontab, Target::Systemd, Target::Launchd, Target::Windows] {
            assert!(matches!(print(&[time], target), Err(CliError::NotSaid { .. })), "{time}");
        }
    }
    assert!(matches!(print(&[], Target::Systemd), Err(CliError::NoTimes)));
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_and_others_mean_themselves() {
    let all = [Target::Crontab, Target::Systemd, Target::Launchd, Target::Windows];
    let at = |home, target| printed_at(home, &["0 2 * * *"], None, "UTC", target);
    for target in all {
        assert!(matches!(at("/srv/two\nlines", target), Err(CliError::PathNotSaid { .. })), "{}", name(target));
    }
    assert!(matches!(at("/srv/a\"b", Target::Windows), Err(CliError::PathNotSaid { .. })));
    let systemd = at("/srv/back\\slash \"100%\"", Target::Systemd).unwrap();
    assert!(systemd.contains(r#"Environment="FAKTURA_HOME=/srv/back\\slash \"100%%\"""#), "{systemd}");
}

#[test]
fn another_zone_is_put_into_the_machines_or_refused() {
    assert_eq!(cron(&["0 2 * * *"], Some("Europe/Budapest"), "Europe/Budapest"), "0 2 * * *");
    assert_eq!(cron(&["0 2 * * *"], Some("Europe/Budapest"), "Europe/London"), "0 1 * * *");
    assert_eq!(cron(&["0 2 * * 1-5"], Some("Asia/Kolkata"), "UTC"), "30 20 * * 0-4");
    let text = printed(&["0 2 * * *"], Some("Asia/Kolkata"), "UTC", Target::Crontab).unwrap();
    assert!(text.starts_with("# Times are those of UTC") && !text.contains("CRON_TZ"), "{text}");
    for target in [Target::Crontab, Target::Launchd, Target::Windows] {
        let refused = printed(&["0 2 * * *"], Some("Europe/Budapest"), "UTC", target);
        assert!(matches!(refused, Err(CliError::OtherZone { .. })), "{refused:?}");
        let refused = printed(&["0 2 1 * *"], Some("Asia/Kolkata"), "UTC", target);
        assert!(matches!(refused, Err(CliError::OtherZone { .. })), "{refused:?}");
    }
    let text = printed(&["0 2 * * *"], Some("Asia/Kolkata"), "UTC", Target::Launchd).unwrap();
    assert!(text.contains("<key>Hour</key><integer>20</integer><key>Minute</key><integer>30</integer>"), "{text}");
}

fn calendars(times: &[&str], zone: Option<&str>) -> Vec<String> {
    let text = printed(times, zone, "UTC", Target::Systemd).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("OnCalendar=")).map(str::to_owned).collect()
}

#[test]
fn systemd_has_a_line_for_each_way_to_be_due() {
    let text = print(&["30 2 * * *", "0 6,18 1 * MON"], Target::Systemd).unwrap();
    let lines = calendars(&["30 2 * * *", "0 6,18 1 * MON"], None);
    assert_eq!(lines, ["*-*-* 02:30:00", "*-*-01 06,18:00:00", "Mon *-*-* 06,18:00:00"]);
    assert!(text.contains("ExecStart=\"/opt/my tools/faktura\" --headless --quiet"), "{text}");
    assert!(text.contains("Environment=\"FAKTURA_HOME=/srv/faktura\""), "{text}");
}

#[test]
fn systemd_gets_a_line_for_each_day_that_lacks_a_time() {
    let lines = calendars(&["30 2 * * *"], Some("Europe/Budapest"));
    assert_eq!(
        lines[..3],
        ["*-*-* 02:30:00 Europe/Budapest", "2027-03-28 03:00:00 Europe/Budapest", "2028-03-26 03:00:00 Europe/Budapest"]
    );
    assert_eq!(lines.len(), 11, "ten years");
    assert_eq!(calendars(&["15 4 * * *"], Some("Europe/Budapest")), ["*-*-* 04:15:00 Europe/Budapest"]);
    // systemd leaves out the second pass of an hour.
    assert_eq!(calendars(&["0,30 * * * *"], Some("Europe/Budapest")), ["*-*-* *:00,30:00 UTC"]);
    assert_eq!(calendars(&["0 * * * *"], Some("Asia/Kolkata")), ["*-*-* *:00:00 Asia/Kolkata"], "its clock never changes");
}

#[test]
fn a_time_that_some_days_lack_is_remarked_upon() {
    let machine = TimeZone::get("Europe/Budapest").expect("a zone");
    let now = "2026-11-27T12:00:00Z".parse().expect("a time");
    let job = plain(&machine, now);
    let with = |time: &str| ScheduleSettings { times: vec![time.to_owned()], ..ScheduleSettings::default() };
    let id = |time: &str, target| remark(&job, &with(time), target).map(|message| message.id.to_string());
    assert_eq!(id("30 2 * * *", Target::Crontab).as_deref(), Some("schedule-missing"));
    assert_eq!(id("30 2 * * *", Target::Windows).as_deref(), Some("schedule-missing-elsewhere"));
    assert_eq!(id("15 4 * * *", Target::Windows), None);
}

#[test]
fn launchd_and_windows_say_what_they_can() {
    let text = print(&["30 2 * * 1-5"], Target::Launchd).unwrap();
    assert_eq!(text.matches("<key>Weekday</key>").count(), 5);
    assert!(text.contains("<key>Hour</key><integer>2</integer><key>Minute</key><integer>30</integer>"), "{text}");
    let text = print(&["30 2 1 * 1"], Target::Launchd).unwrap();
    assert!(text.lines().all(|line| !(line.contains("<key>Day</key>") && line.contains("<key>Weekday</key>"))), "{text}");
    let text = print(&["30 2 * * 1-5", "0 12 * * *"], Target::Windows).unwrap();
    assert!(text.contains("/SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 02:30"), "{text}");
    assert!(text.contains("/TN \"faktura sync 2\" /SC DAILY /ST 12:00"), "{text}");
    for (time, target) in [("* * * * *", Target::Windows), ("0 0 1 * *", Target::Windows), ("*/2 * 1-30 * *", Target::Launchd)] {
        assert!(matches!(print(&[time], target), Err(CliError::NotSaid { .. })), "{time}");
    }
}

#[test]
fn what_decides_where_the_store_is_goes_with_the_command() {
    let (machine, now) = (TimeZone::UTC, "2026-11-27T12:00:00Z".parse().expect("a time"));
    let folders = [("XDG_CONFIG_HOME", PathBuf::from("/srv/a b")), ("XDG_DATA_HOME", PathBuf::from("/srv/data"))];
    let config = Some(Path::new("/etc/my $faktura.toml"));
    let job = Job { config, variables: &folders, ..plain(&machine, now) };
    let settings = ScheduleSettings { times: vec!["0 5 * * *".to_owned()], ..ScheduleSettings::default() };
    let printed = |target| write(&job, &settings, target).expect("it can be said");
    assert_eq!(
        printed(Target::Crontab),
        "0 5 * * *  XDG_CONFIG_HOME='/srv/a b' XDG_DATA_HOME=/srv/data faktura --headless --quiet --config '/etc/my $faktura.toml'\n"
    );
    let systemd = printed(Target::Systemd);
    for line in [
        "User=anna",
        "Environment=\"XDG_CONFIG_HOME=/srv/a b\"",
        "Environment=\"XDG_DATA_HOME=/srv/data\"",
        "ExecStart=\"faktura\" --headless --quiet --config \"/etc/my $$faktura.toml\"",
    ] {
        assert!(systemd.lines().any(|printed| printed == line), "{line}: {systemd}");
    }
    let launchd = printed(Target::Launchd);
    assert!(launchd.contains("<string>--config</string><string>/etc/my $faktura.toml</string></array>"), "{launchd}");
    assert!(launchd.contains("<dict><key>XDG_CONFIG_HOME</key><string>/srv/a b</string><key>XDG_DATA_HOME</key>"), "{launchd}");
    assert!(
        printed(Target::Windows).contains("--quiet --config \\\"/etc/my $faktura.toml\\\"\""),
        "{}",
        printed(Target::Windows)
    );
    let bare = write(&plain(&machine, now), &settings, Target::Crontab).expect("it can be said");
    assert_eq!(bare, "0 5 * * *  faktura --headless --quiet\n");
    let strange = Job { config: Some(Path::new("/etc/a\nb")), ..plain(&machine, now) };
    assert!(matches!(write(&strange, &settings, Target::Crontab), Err(CliError::PathNotSaid { .. })));
}
