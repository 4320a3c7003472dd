//! Letters of any script: lower case, and what a hashtag may hold.
//!
//! The standard library's tables are exact for every script that ever was, and take 15 KB of
//! the wasm. These hold for the scripts that people post in; the tests compare them with the
//! standard library's.

/// Where hashtag characters end and begin again, in turn, from U+0080 on: the punctuation,
/// symbols, blanks, controls and private use of the scripts in use. What is unassigned, or a
/// mark of an Indic script, counts as a letter.
const BOUNDS: &[u16] = &[
    0x80, 0xaa, 0xab, 0xb2, 0xb4, 0xb5, 0xb6, 0xb9, 0xbb, 0xbc, 0xbf, 0xc0, 0xd7, 0xd8, 0xf7, 0xf8, 0x2c2, 0x2c6,
    0x2d2, 0x2e0, 0x2e5, 0x2ec, 0x2ed, 0x2ee, 0x2ef, 0x300, 0x375, 0x376, 0x37e, 0x37f, 0x384, 0x386, 0x387, 0x388,
    0x3f6, 0x3f7, 0x482, 0x48a, 0x55a, 0x560, 0x589, 0x5b0, 0x5be, 0x5bf, 0x5c0, 0x5c1, 0x5c3, 0x5c4, 0x5c6, 0x5c7,
    0x5f3, 0x610, 0x61b, 0x620, 0x66a, 0x66e, 0x6d4, 0x6d5, 0x6dd, 0x6e1, 0x6e9, 0x6ed, 0x6fd, 0x6ff, 0x700, 0x710,
    0xe5a, 0xe5c, 0xf01, 0xf20, 0xfbe, 0x1000, 0x104a, 0x1050, 0x10fb, 0x10fc, 0x1360, 0x1369, 0x17d4, 0x17d7, 0x17d8,
    0x17dc, 0x1800, 0x1810, 0x1fbd, 0x1fbe, 0x1fbf, 0x1fc2, 0x1fcd, 0x1fd0, 0x1fdd, 0x1fe0, 0x1fed, 0x1ff0, 0x1ffd,
    0x200c, 0x200e, 0x2070, 0x207a, 0x207f, 0x208a, 0x2090, 0x20a0, 0x2102, 0x2103, 0x2107, 0x2108, 0x210a, 0x2114,
    0x2115, 0x2116, 0x2119, 0x211e, 0x2124, 0x2125, 0x2126, 0x2127, 0x2128, 0x2129, 0x212a, 0x212e, 0x212f, 0x213a,
    0x213c, 0x2140, 0x2145, 0x214a, 0x214e, 0x214f, 0x2150, 0x218a, 0x2460, 0x249c, 0x24b6, 0x2500, 0x2776, 0x2794,
    0x2c00, 0x2ce5, 0x2ceb, 0x2e00, 0x2e2f, 0x2e30, 0x3005, 0x3008, 0x3021, 0x302a, 0x3031, 0x3036, 0x3038, 0x303d,
    0x3041, 0x3097, 0x309d, 0x30a0, 0x30a1, 0x30fb, 0x30fc, 0x3190, 0x3192, 0x3196, 0x31a0, 0x31c0, 0x31f0, 0x3200,
    0x3220, 0x322a, 0x3248, 0x3250, 0x3251, 0x3260, 0x3280, 0x328a, 0x32b1, 0x32c0, 0x3400, 0x4dc0, 0x4e00, 0xa490,
    0xa4d0, 0xa4fe, 0xa500, 0xa700, 0xa717, 0xa720, 0xa722, 0xa789, 0xa78b, 0xe000, 0xf900, 0xfb29, 0xfb2a, 0xfbb2,
    0xfbd3, 0xfd3e, 0xfd50, 0xfdfc, 0xfe70, 0xfeff, 0xff10, 0xff1a, 0xff21, 0xff3b, 0xff41, 0xff5b, 0xff66, 0xffe0,
];

/// The bounds as distances, each from the one before: seven bits in a byte, of which the highest bit says that more
/// follow. Half as many bytes for the wasm.
static DISTANCES: [u8; distances::<0>().1] = distances().0;

/// The distances, as far as there is room, and how many bytes they take.
const fn distances<const ROOM: usize>() -> ([u8; ROOM], usize) {
    let (mut bytes, mut length) = ([0; ROOM], 0);
    let (mut left, mut before) = (BOUNDS, 0);
    while let [bound, behind @ ..] = left {
        let distance = *bound - before;
        let mut sevens = if distance >= 1 << 14 { 3 } else { 1 + (distance >= 1 << 7) as usize };
        while sevens > 0 {
            sevens -= 1;
            if let Some((_, [byte, ..])) = bytes.split_at_mut_checked(length) {
                let more = if sevens == 0 { 0 } else { 0x80 };
                *byte = (distance >> (7 * sevens)) as u8 & 0x7f | more;
            }
            length += 1;
        }
        (left, before) = (behind, *bound);
    }
    (bytes, length)
}

/// Whether an even number of bounds stands at or before a code: by the table natively, in the wasm by the distances.
fn is_between_bounds(code: u16) -> bool {
    if !crate::SMALL {
        return BOUNDS.partition_point(|bound| *bound <= code).is_multiple_of(2);
    }
    is_between_distances(code)
}

fn is_between_distances(code: u16) -> bool {
    let (mut is_between, mut bound, mut distance) = (true, 0, 0);
    for byte in &DISTANCES {
        distance = distance << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            bound += distance;
            distance = 0;
            if bound > u32::from(code) {
                break;
            }
            is_between = !is_between;
        }
    }
    is_between
}

/// Letters, marks, digits and underscores of any script.
pub(crate) fn is_tag_char(c: char) -> bool {
    if c.is_ascii() {
        return c == '_' || c.is_ascii_alphanumeric();
    }
    match u16::try_from(u32::from(c)) {
        Ok(code) => is_between_bounds(code),
        // Symbols, emoji, tags, private use; letters and digits in squares stand between.
        Err(_) => !matches!(c,
            '\u{1ccfa}'..='\u{1d2bf}'
            | '\u{1d300}'..='\u{1d35f}'
            | '\u{1d800}'..='\u{1deff}'
            | '\u{1f000}'..='\u{1f0ff}'
            | '\u{1f10d}'..='\u{1f12f}'
            | '\u{1f14a}'..='\u{1f14f}'
            | '\u{1f16a}'..='\u{1f16f}'
            | '\u{1f18a}'..='\u{1fbef}'
            | '\u{1fbfa}'..='\u{1ffff}'
            | '\u{e0000}'..
        ),
    }
}

/// Emoji, and the symbols that people use like them. TikTok makes hashtags of them, too; in a caption they end a name,
/// because there they mostly follow one.
pub(crate) const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{20e3}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// The text in lower case.
pub(crate) fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            // A dotted capital I keeps its dot.
            'İ' => out.push_str("i\u{307}"),
            // Sigma has a form for the end of a word.
            'Σ' if is_cased(before) && !letters.peek().is_some_and(|next| is_cased(*next)) => out.push('ς'),
            _ => out.push(lower_letter(c)),
        }
        before = c;
    }
    out
}

/// Whether a neighbour makes a sigma stand inside a word: Latin and Greek letters do.
const fn is_cased(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='ɏ' | '\u{370}'..='Ͽ' | '\u{1f00}'..='\u{1fff}')
}

/// Capitals of Latin, Greek, Cyrillic, Armenian, full-width, and in circles, by the first and the last
/// of them, and how far from each its small letter is. Not those of phonetic alphabets, nor of Georgian,
/// Cherokee, Coptic and scripts no longer written.
const CAPITALS: [(u16, u16, i16); 47] = [
    capitals('A', 'Z', 32),
    capitals('À', 'Ö', 32),
    capitals('Ø', 'Þ', 32),
    capitals('Ā', 'į', PAIRS),
    capitals('Ĳ', 'ķ', PAIRS),
    capitals('Ĺ', 'ň', PAIRS_FROM_ODD),
    capitals('Ŋ', 'ŷ', PAIRS),
    capitals('Ÿ', 'Ÿ', -121),
    capitals('Ź', 'ž', PAIRS_FROM_ODD),
    capitals('Ɓ', 'Ɓ', 210),
    capitals('Ɔ', 'Ɔ', 206),
    capitals('Ɖ', 'Ɗ', 205),
    capitals('Ə', 'Ə', 202),
    capitals('Ɛ', 'Ɛ', 203),
    capitals('Ɣ', 'Ɣ', 207),
    capitals('Ɩ', 'Ɩ', 211),
    capitals('Ɨ', 'Ɨ', 209),
    capitals('Ƙ', 'Ƙ', 1),
    capitals('Ɲ', 'Ɲ', 213),
    capitals('Ơ', 'ƥ', PAIRS),
    capitals('Ư', 'ư', PAIRS_FROM_ODD),
    capitals('Ʊ', 'Ʋ', 217),
    capitals('Ƴ', 'Ƴ', 1),
    capitals('Ǎ', 'ǜ', PAIRS_FROM_ODD),
    capitals('Ǟ', 'ǯ', PAIRS),
    capitals('Ǹ', 'ȟ', PAIRS),
    capitals('Ȣ', 'ȳ', PAIRS),
    capitals('Ά', 'Ά', 38),
    capitals('Έ', 'Ί', 37),
    capitals('Ό', 'Ό', 64),
    capitals('Ύ', 'Ώ', 63),
    capitals('Α', 'Ρ', 32),
    capitals('Σ', 'Ϋ', 32),
    capitals('Ѐ', 'Џ', 80),
    capitals('А', 'Я', 32),
    capitals('Ѡ', 'ҁ', PAIRS),
    capitals('Ҋ', 'ҿ', PAIRS),
    capitals('Ӏ', 'Ӏ', 15),
    capitals('Ӂ', 'ӎ', PAIRS_FROM_ODD),
    capitals('Ӑ', 'ԯ', PAIRS),
    capitals('Ա', 'Ֆ', 48),
    capitals('Ḁ', 'ẕ', PAIRS),
    capitals('ẞ', 'ẞ', -7615),
    capitals('Ạ', 'ỿ', PAIRS),
    capitals('Ⅰ', 'Ⅿ', 16),
    capitals('Ⓐ', 'Ⓩ', 26),
    capitals('Ａ', 'Ｚ', 32),
];

/// Capitals and small letters in turn, the capitals being the even ones, or the odd ones.
const PAIRS: i16 = 0;
const PAIRS_FROM_ODD: i16 = -1;

const fn capitals(first: char, last: char, distance: i16) -> (u16, u16, i16) {
    (first as u16, last as u16, distance)
}

fn lower_letter(c: char) -> char {
    let code = c as u32 as u16;
    let place = CAPITALS.partition_point(|(_, last, _)| *last < code);
    let Some((_, _, distance)) = CAPITALS.get(place).filter(|(first, _, _)| *first <= code && c <= 'Ｚ') else {
        return c;
    };
    let odd = (code & 1) as i16;
    let distance = match *distance {
        PAIRS => 1 - odd,
        PAIRS_FROM_ODD => odd,
        distance => distance,
    };
    char::from_u32(u32::from(code.wrapping_add_signed(distance))).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = char> {
        ('\0'..=char::MAX).filter(|c| !c.is_control())
    }

    /// Blocks whose capitals this file knows.
    fn is_known_block(c: char) -> bool {
        // Latin to Extended-A, the pairs of Extended-B, Greek, Cyrillic, Armenian, Latin
        // Extended Additional, numbers and letters in circles, full-width.
        matches!(c,
            '\0'..='\u{17f}' | '\u{1cd}'..='\u{1db}' | '\u{1de}'..='\u{1ee}' | '\u{1f8}'..='\u{21e}'
            | '\u{222}'..='\u{232}' | '\u{386}'..='\u{3ce}' | '\u{400}'..='\u{556}' | '\u{1e00}'..='\u{1eff}'
            | '\u{2160}'..='\u{217f}' | '\u{24b6}'..='\u{24e9}' | '\u{ff00}'..='\u{ffff}')
    }

    #[test]
    fn lower_case_is_the_standard_librarys_in_the_scripts_in_use() {
        for c in all() {
            let (ours, theirs) = (lower(&c.to_string()), c.to_string().to_lowercase());
            // Outside the blocks a capital may stay as it is, and never becomes something else.
            assert!(ours == theirs || (ours == c.to_string() && !is_known_block(c)), "{c} U+{:04x}", u32::from(c));
        }
        for word in ["ΟΔΟΣ", "ΣΑΣ Σ", "İSTANBUL", "STRAẞE", "ƏLİ", "ОДЕССА", "ĐÀ NẴNG", "ÅRHUS", "ŁÓDŹ", "ΣΣ", "aΣ"]
        {
            assert_eq!(lower(word), word.to_lowercase());
        }
    }

    #[test]
    fn distances_say_what_the_bounds_do() {
        for code in 0..=u16::MAX {
            assert_eq!(is_between_distances(code), is_between_bounds(code), "U+{code:04x}");
        }
    }

    #[test]
    fn letters_and_digits_are_tag_characters() {
        // Never less than the standard library's letters, marks and digits.
        for c in all().filter(|c| c.is_alphanumeric()) {
            assert!(is_tag_char(c), "{c} U+{:04x}", u32::from(c));
        }
        let marks = ('\u{300}'..='\u{36f}').chain('\u{900}'..='\u{e4f}').chain(['\u{200c}', '\u{200d}', '_']);
        for c in marks {
            assert!(is_tag_char(c), "U+{:04x}", u32::from(c));
        }
    }

    #[test]
    fn emoji_are_told_from_what_acts_or_parts() {
        assert!("🔥❤️🇻🇳👩🏽‍🎤1️⃣♡☆".chars().all(|c| is_tag_char(c) || is_emoji(c)));
        for c in all().filter(|c| is_emoji(*c)) {
            assert!(!c.is_whitespace() && !crate::write::is_bidi_control(c), "U+{:04x}", u32::from(c));
        }
        assert!(!"#＃ ,;|[]\"'@/。、・".chars().any(|c| is_tag_char(c) || is_emoji(c)));
    }

    #[test]
    fn punctuation_symbols_and_emoji_are_none() {
        let ends = [
            ' '..='/',
            ':'..='@',
            '['..='^',
            '{'..='~',
            '\u{80}'..='\u{a9}',
            '\u{2000}'..='\u{200b}',
            '\u{200e}'..='\u{206f}',
            '\u{20a0}'..='\u{20cf}',
            '\u{2190}'..='\u{245f}',
            '\u{2500}'..='\u{2775}',
            '\u{2794}'..='\u{2bff}',
            '\u{3000}'..='\u{3004}',
            '\u{3008}'..='\u{3020}',
            '\u{e000}'..='\u{f8ff}',
            '\u{fe00}'..='\u{fe6f}',
            '\u{ff01}'..='\u{ff0f}',
            '\u{1f1e6}'..='\u{1f1ff}',
            '\u{1f300}'..='\u{1faff}',
            '\u{e0000}'..=char::MAX,
        ];
        for c in ends.into_iter().flatten().chain("«»·¿×÷،؛؟。、・「」！？￥…–—€™".chars()) {
            assert!(!is_tag_char(c) && !c.is_alphanumeric(), "{c} U+{:04x}", u32::from(c));
        }
    }

    #[test]
    fn in_the_scripts_in_use_nothing_else_differs() {
        // Latin to Arabic, general punctuation to Hangul, presentation forms.
        let blocks = ['\u{80}'..='\u{590}', '\u{2000}'..='\u{2c5f}', '\u{3000}'..='\u{33ff}', '\u{ac00}'..='\u{d7a3}'];
        let kept = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}');
        let more: String = blocks.into_iter().flatten().filter(|c| is_tag_char(*c) && !kept(*c)).collect();
        // Unassigned in Unicode 17.
        assert!(more.chars().all(|c| c.escape_debug().len() > 1), "{more}");
    }
}
