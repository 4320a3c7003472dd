//! A collection's bytes, and a provider that answers anything: it comes to an end or goes on, keeps to
//! its budget of credits, and gives what it has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tagpulse_core::{Collector, CollectorOptions, Failure, Step};
use tagpulse_fuzz::{check_json, check_video, now, parts, resealed};

const BUDGET: u32 = 40;
/// Steps after which the provider is given up.
const MOST_STEPS: u32 = 200;
/// What an answer's first byte chooses: a status, or a failure.
const OUTCOMES: [Result<u16, Failure>; 16] = [
    Ok(200),
    Ok(200),
    Ok(200),
    Ok(200),
    Ok(204),
    Ok(302),
    Ok(401),
    Ok(402),
    Ok(404),
    Ok(429),
    Ok(503),
    Err(Failure::Connect),
    Err(Failure::Timeout),
    Err(Failure::Truncated),
    Err(Failure::TooLarge),
    Err(Failure::Aborted),
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    let parts = parts(rest, 12);
    let (collector, answers) = match (&parts[..], choice & 1) {
        ([state, answers @ ..], 1) => (Collector::from_bytes(&resealed(state)), answers),
        (answers, _) => (Collector::new(options()), answers),
    };
    if let Ok(collector) = collector {
        // A budget that stands in mutated bytes is another one.
        drive(collector, answers, (choice & 1 == 0).then_some(BUDGET), choice & 2 != 0);
    }
});

fn options() -> CollectorOptions {
    let mut options = CollectorOptions::new(vec!["springglow".into(), "glow".into()], now());
    options.max_credits = Some(BUDGET);
    options.max_videos = Some(200);
    options
}

fn drive(mut collector: Collector, answers: &[&[u8]], budget: Option<u32>, resume: bool) {
    let mut now_ms = 0_u64;
    let mut answers = answers.iter().cycle();
    for _ in 0..MOST_STEPS {
        if resume {
            let bytes = collector.to_bytes();
            collector = Collector::from_bytes(&bytes).expect("its own bytes");
        }
        let step = collector.next(now_ms);
        check_json(&tagpulse_core::to_json(&step));
        assert_eq!(collector.next(now_ms), step, "the same until it is answered");
        let request = match step {
            Step::Done => break,
            Step::Wait { ms } => {
                now_ms = now_ms.saturating_add(ms);
                continue;
            }
            Step::Request(request) => request,
        };
        let usage = collector.usage();
        let spent = usage.credits.saturating_add(usage.credits_possible);
        assert!(budget.is_none_or(|budget| spent < budget), "a request beyond the budget: {usage:?}");
        let [choice, body @ ..] = answers.next().copied().unwrap_or_default() else { break };
        // Some answers begin with the header `Retry-After`, on a line of its own.
        let line = body.iter().position(|byte| *byte == b'\n').filter(|_| choice & 0x80 != 0);
        let retry_after = line.map(|end| String::from_utf8_lossy(&body[..end]).into_owned());
        let body = line.map_or(body, |end| &body[end + 1..]);
        match OUTCOMES[usize::from(choice & 15)] {
            Ok(status) => collector.feed(request.id, status, retry_after.as_deref(), body, now_ms),
            Err(failure) => collector.fail(request.id, failure, body, now_ms),
        }
        .expect("the request was out");
        collector.fail(request.id, Failure::Timeout, &[], now_ms).expect_err("it is answered already");
    }
    collector.progress();
    let collected = collector.finish();
    for listed in collected.snapshot.iter().flat_map(|snapshot| &snapshot.videos) {
        if budget.is_some() {
            check_video(&listed.video);
        }
    }
    if let Some(error) = &collected.error {
        check_json(&tagpulse_core::to_json(error));
    }
}
