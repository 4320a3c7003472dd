//! Detectors of other Rust crates, as a program that `cargo xtask evaluate` gives orders to:
//! a line in names the method, its threshold and the files; `done` comes back.

mod augurs;
mod s_h_esd;

use serde::{Deserialize, Serialize};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdin};
use std::path::PathBuf;

/// An alert needs as many views gained in 24 hours.
const GAIN_FLOOR: f64 = 1_000.0;

#[derive(Deserialize)]
struct Order {
    method: String,
    threshold: f64,
    readings: PathBuf,
    alerts: PathBuf,
}

/// One reading of one campaign; the vectors are parallel.
#[derive(Deserialize)]
struct Reading {
    campaign: String,
    taken_at: String,
    videos: Vec<String>,
    /// Views gained in 24 hours.
    gains: Vec<Option<f64>>,
    /// ln of the gain by the views before.
    relative: Vec<Option<f64>>,
}

#[derive(Serialize)]
struct Alert<'r> {
    campaign: &'r str,
    taken_at: &'r str,
    video_id: &'r str,
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in stdin().lock().lines() {
        let order: Order = serde_json::from_str(&line?)?;
        let mut series = s_h_esd::Series::default();
        let mut alerts = BufWriter::new(File::create(&order.alerts)?);
        for line in BufReader::new(File::open(&order.readings)?).lines() {
            let reading: Reading = serde_json::from_str(&line?)?;
            let places = match order.method.as_str() {
                "augurs-gain" => augurs::alerted(&reading, reading.ln_gains().unzip(), order.threshold),
                "augurs-relative" => augurs::alerted(&reading, reading.relative().unzip(), order.threshold),
                "s-h-esd" => series.alerted(&reading, order.threshold),
                other => return Err(format!("`{other}` is no method here").into()),
            };
            for place in places {
                let alert = Alert {
                    campaign: &reading.campaign,
                    taken_at: &reading.taken_at,
                    video_id: &reading.videos[place],
                };
                serde_json::to_writer(&mut alerts, &alert)?;
                alerts.write_all(b"\n")?;
            }
        }
        alerts.flush()?;
        println!("done");
    }
    Ok(())
}

impl Reading {
    /// Places and ln(1 + gain) of the videos whose gain is known; a fall counts as no gain.
    fn ln_gains(&self) -> impl Iterator<Item = (usize, f64)> {
        let gains = self.gains.iter().enumerate();
        gains.filter_map(|(place, gain)| Some((place, gain.as_ref()?.max(0.0).ln_1p())))
    }

    /// Places and relative gains of the videos whose gain is known.
    fn relative(&self) -> impl Iterator<Item = (usize, f64)> {
        let relative = self.relative.iter().enumerate();
        relative.filter_map(|(place, relative)| Some((place, (*relative)?)))
    }

    fn is_over_floor(&self, place: usize) -> bool {
        self.gains[place].is_some_and(|gain| gain >= GAIN_FLOOR)
    }
}
