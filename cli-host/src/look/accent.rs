//! A client's colour, as long as it can be read: contrast is measured as WCAG 2.2 does.

/// The contrast that text needs.
const LEAST: f64 = 4.5;
const WHITE: [u8; 3] = [255; 3];
/// The paper of the dark page.
const DARK: [u8; 3] = [0x14, 0x17, 0x1c];

/// A colour that is legible on white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accent([u8; 3]);

impl Default for Accent {
    fn default() -> Self {
        Self([0x0b, 0x62, 0x7a])
    }
}

impl Accent {
    /// Reads `#RRGGBB`.
    ///
    /// # Errors
    /// What is wrong with it, and which colour of its kind would do.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let byte = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let (6, true, Some(r), Some(g), Some(b)) =
            (digits.len(), digits.bytes().all(|b| b.is_ascii_hexdigit()), byte(0), byte(2), byte(4))
        else {
            let shown = tagpulse_core::clean(text, 40);
            return Err(format!("--accent: \"{shown}\" is no colour; give it as #RRGGBB"));
        };
        let colour = [r, g, b];
        let contrast = contrast(colour, WHITE);
        if contrast < LEAST {
            let darker = hex(toward(colour, [0; 3], WHITE));
            return Err(format!(
                "--accent: {} has a contrast of {contrast:.1} to 1 on white, text needs {LEAST}; use {darker} or darker",
                hex(colour)
            ));
        }
        Ok(Self(colour))
    }

    /// The colour as variables, with a lighter one for the dark page.
    pub(crate) fn css(self) -> String {
        let on_dark = toward(self.0, WHITE, DARK);
        format!(":root {{ --accent: {}; --accent-on-dark: {}; }}", hex(self.0), hex(on_dark))
    }
}

/// The first colour on the way to `end` that is legible on `paper`.
fn toward(colour: [u8; 3], end: [u8; 3], paper: [u8; 3]) -> [u8; 3] {
    let mixed = |percent: u32| {
        let mix = |at: usize| {
            let sum = u32::from(colour[at]) * (100 - percent) + u32::from(end[at]) * percent;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        [mix(0), mix(1), mix(2)]
    };
    (0..=100).map(mixed).find(|colour| contrast(*colour, paper) >= LEAST).unwrap_or(end)
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |byte: u8| {
        let share = f64::from(byte) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_cannot_be_read_names_one_that_can() {
        assert_eq!(Accent::parse("#000000"), Ok(Accent([0; 3])));
        let refused = Accent::parse("#FFD400").unwrap_err();
        assert!(refused.contains("#ffd400 has a contrast of 1.4 to 1 on white"), "{refused}");
        let suggested = refused.split("use ").nth(1).unwrap().split(' ').next().unwrap();
        assert!(Accent::parse(suggested).is_ok(), "{suggested}");
        for bad in ["red", "#12345", "#1234567", "#+12345", "#é1234", "url(x)", ""] {
            assert!(Accent::parse(bad).unwrap_err().contains("is no colour"), "{bad}");
        }
    }

    #[test]
    fn both_papers_have_a_legible_one() {
        for colour in [Accent::default(), Accent([0; 3]), Accent([0x80, 0, 0])] {
            assert!(contrast(colour.0, WHITE) >= LEAST);
            assert!(contrast(toward(colour.0, WHITE, DARK), DARK) >= LEAST);
        }
        assert!((contrast(WHITE, [0; 3]) - 21.0).abs() < 1e-9);
    }
}
