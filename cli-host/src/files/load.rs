//! Files from disk or stdin: decompressed, and in the encoding that the core reads.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;

use crate::{
    args::ReadArgs,
    exit::{Exit, Stop},
};

/// A file's name and bytes.
pub(crate) type File = (String, Vec<u8>);

/// What a file may hold once it is decompressed: a few kilobytes of gzip can hold any number of zeros.
const MOST_BYTES: u64 = 4 << 30;
/// How often a file may be compressed over: a browser or a mail gateway may do it once more.
const MOST_LAYERS: usize = 3;
/// How workbooks of Excel before 2007, and all that have a password, begin.
const WORKBOOK: &[u8] = b"\xd0\xcf\x11\xe0";

/// Reads files; `-` is stdin.
///
/// # Errors
/// Exit 1 for a file that cannot be read, naming it; exit 2 for an encoding that nobody knows.
pub(crate) fn load(paths: &[PathBuf], args: &ReadArgs) -> Result<Vec<File>> {
    paths.iter().map(|path| load_one(path, args)).collect()
}

fn load_one(path: &Path, args: &ReadArgs) -> Result<File> {
    let mut bytes = Vec::new();
    let name = if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read stdin")?;
        "stdin".to_owned()
    } else {
        bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        // The name alone: a report is passed on, and folders say more than it should.
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    };
    for _ in 0..MOST_LAYERS {
        if bytes.starts_with(b"\x1f\x8b") {
            bytes = decompress(&bytes, MOST_BYTES).with_context(|| format!("cannot decompress {}", path.display()))?;
        }
    }
    let shown = tagpulse_core::clean(&name, 200);
    anyhow::ensure!(!bytes.trim_ascii().is_empty(), "{shown} is empty; save or download it again");
    anyhow::ensure!(!bytes.starts_with(WORKBOOK), "{shown} is a workbook of Excel; save the sheet as CSV");
    Ok((name, decoded(bytes, args)?))
}

/// The bytes of all members of a gzip file. What stands before a break is given: a file that was cut has
/// good items before the cut.
fn decompress(bytes: &[u8], most: u64) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(most).read_to_end(&mut out);
    anyhow::ensure!((out.len() as u64) < most, "more than {most} bytes come out of it; split it");
    match read {
        Err(error) if out.is_empty() => Err(error.into()),
        _ => Ok(out),
    }
}

fn decoded(bytes: Vec<u8>, args: &ReadArgs) -> Result<Vec<u8>> {
    let Some(name) = &args.encoding else { return Ok(bytes) };
    let Some(encoding) = encoding_rs::Encoding::for_label(name.as_bytes()) else {
        let message =
            format!("--encoding: \"{name}\" is not known; use a name such as utf-8, shift_jis, gbk or windows-1251");
        return Err(Stop::error(Exit::Usage, message));
    };
    Ok(encoding.decode(&bytes).0.into_owned().into_bytes())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn all_members_are_read_and_a_cut_one_as_far_as_it_goes() {
        let two = [gzip(b"{}\n"), gzip(b"[]\n")].concat();
        assert_eq!(decompress(&two, 100).unwrap(), b"{}\n[]\n");
        let text: Vec<u8> = (0..20_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let whole = gzip(&text);
        let cut = decompress(&whole[..whole.len() / 2], 1 << 20).unwrap();
        assert!(!cut.is_empty() && text.starts_with(&cut));
        assert!(decompress(&[0x1f, 0x8b, 8, 0], 100).is_err());
        assert!(decompress(&gzip(&[0; 1000]), 100).unwrap_err().to_string().contains("100 bytes"));
    }

    #[test]
    fn what_is_no_export_yet_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let loaded = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            load_one(&path, &ReadArgs::default()).map_err(|error| error.to_string())
        };
        assert_eq!(loaded(&gzip(&gzip(b"{}"))), Ok(("a.csv".to_owned(), b"{}".to_vec())));
        assert_eq!(loaded(b" \n"), Err("a.csv is empty; save or download it again".to_owned()));
        assert_eq!(
            loaded(b"\xd0\xcf\x11\xe0\xa1"),
            Err("a.csv is a workbook of Excel; save the sheet as CSV".to_owned())
        );
    }

    #[test]
    fn a_declared_encoding_is_converted() {
        let args = |name: &str| ReadArgs { encoding: Some(name.into()), ..ReadArgs::default() };
        assert_eq!(decoded(b"\x93\xfa\x96\x7b".to_vec(), &args("Shift_JIS")).unwrap(), "日本".as_bytes());
        assert!(decoded(vec![], &args("klingon")).unwrap_err().to_string().contains("klingon"));
    }
}
