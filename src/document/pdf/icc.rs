//! A colour profile of the sRGB primaries with a plain gamma of 2.2: what a PDF/A file says that its colours mean.

/// A number with sixteen bits behind the point, as a profile writes it.
const fn xyz(values: [u32; 3]) -> [u32; 5] {
    [0x5859_5A20, 0, values[0], values[1], values[2]]
}

/// Gamma of the three channels, with eight bits behind the point.
const GAMMA: u16 = 0x0233;
const NAME: &str = "sRGB primaries, gamma 2.2";
const RIGHTS: &str = "No copyright";
/// Length of a profile's header.
const HEADER: usize = 128;

/// The profile.
pub(super) fn profile() -> Vec<u8> {
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let point = |values| words(&xyz(values));
    let mut curve = words(&[0x6375_7276, 0, 1]);
    curve.extend(GAMMA.to_be_bytes());
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description()),
        (b"cprt", text()),
        (b"wtpt", point([0xF351, 0x0001_0000, 0x0001_16CC])),
        (b"rXYZ", point([0x6FA2, 0x38F5, 0x0390])),
        (b"gXYZ", point([0x6299, 0xB785, 0x18DA])),
        (b"bXYZ", point([0x24A0, 0x0F84, 0xB6CF])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = words(&[u32::try_from(tags.len()).unwrap_or_default()]);
    let mut body = Vec::new();
    let start = HEADER + 4 + tags.len() * 12;
    for (name, mut data) in tags {
        table.extend(name);
        table.extend(words(&[
            u32::try_from(start + body.len()).unwrap_or_default(),
            u32::try_from(data.len()).unwrap_or_default(),
        ]));
        data.resize(data.len().next_multiple_of(4), 0);
        body.extend(data);
    }
    let mut profile = header(u32::try_from(start + body.len()).unwrap_or_default());
    profile.extend(table);
    profile.extend(body);
    profile
}

fn header(size: u32) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend(size.to_be_bytes());
    header.extend([0, 0, 0, 0, 2, 0x10, 0, 0]);
    header.extend(b"mntrRGB XYZ ");
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.resize(68, 0);
    // The illuminant of the profile's connection space.
    for word in [0xF6D6_u32, 0x0001_0000, 0xD32D] {
        header.extend(word.to_be_bytes());
    }
    header.resize(HEADER, 0);
    header
}

fn description() -> Vec<u8> {
    let mut data = b"desc\0\0\0\0".to_vec();
    data.extend(u32::try_from(NAME.len() + 1).unwrap_or_default().to_be_bytes());
    data.extend(NAME.as_bytes());
    // The end of the text, and neither a Unicode nor a Macintosh name.
    data.resize(data.len() + 1 + 4 + 4 + 2 + 1 + 67, 0);
    data
}

fn text() -> Vec<u8> {
    let mut data = b"text\0\0\0\0".to_vec();
    data.extend(RIGHTS.as_bytes());
    data.push(0);
    data
}
