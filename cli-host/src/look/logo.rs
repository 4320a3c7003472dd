//! A client's picture, put into the page as data. Its kind is found from its bytes; SVG is refused, because it
//! can hold scripts and addresses.

use std::path::Path;

use base64::{Engine, prelude::BASE64_STANDARD};

/// A page is sent by mail: a larger picture is a slip.
const MOST_BYTES: u64 = 512 * 1024;

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Logo {
    kind: &'static str,
    bytes: Vec<u8>,
}

impl Logo {
    /// Reads a PNG or JPEG.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(crate) fn load(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let unreadable = |error: std::io::Error| format!("--logo: cannot read {shown}: {error}");
        let size = std::fs::metadata(path).map_err(unreadable)?.len();
        if size > MOST_BYTES {
            return Err(format!("--logo: {shown} has {size} bytes; at most {MOST_BYTES} go into a page"));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let kind = kind(&bytes).ok_or_else(|| {
            format!("--logo: {shown} is neither PNG nor JPEG; save it as PNG (an SVG can hold scripts)")
        })?;
        Ok(Self { kind, bytes })
    }

    /// The picture as an address of its own.
    pub(crate) fn data_uri(&self) -> String {
        format!("data:{};base64,{}", self.kind, BASE64_STANDARD.encode(&self.bytes))
    }
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    [(&b"\x89PNG\r\n\x1a\n"[..], "image/png"), (b"\xff\xd8\xff", "image/jpeg")]
        .into_iter()
        .find_map(|(mark, kind)| bytes.starts_with(mark).then_some(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_of_two_kinds_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let load = |bytes: &[u8]| {
            let path = folder.path().join("logo.png");
            std::fs::write(&path, bytes).unwrap();
            Logo::load(&path)
        };
        assert_eq!(load(b"\x89PNG\r\n\x1a\nx").unwrap().data_uri(), "data:image/png;base64,iVBORw0KGgp4");
        assert_eq!(load(b"\xff\xd8\xff\xe0").unwrap().data_uri(), "data:image/jpeg;base64,/9j/4A==");
        assert!(load(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>").unwrap_err().contains("SVG"));
        let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
        large.resize(600 * 1024, 0);
        assert!(load(&large).unwrap_err().contains("at most 524288"));
        assert!(Logo::load(&folder.path().join("none.png")).unwrap_err().contains("cannot read"));
    }
}
