//! Tells any program by HTTP: JSON, signed as the Standard Webhooks ask, so that their libraries
//! verify it.
//!
//! Signed is `id.timestamp.body`; the id and the idempotency key stay the same when a message is
//! sent again, the time stamp is that of the try.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;

use super::{
    Context, Failure, Notifier,
    http::{Allowed, Target},
    message::Message,
};
use crate::{
    options::clock,
    secret::{Secret, Source},
};

/// Begins a secret whose rest is Base64.
const ENCODED: &str = "whsec_";

/// Posts the message.
pub(super) async fn send(
    notifier: &Notifier,
    url: &Source,
    secret: Option<&Source>,
    message: &Message,
    context: Context<'_>,
) -> Result<(), Failure> {
    let allowed = Allowed { private: notifier.allow_private, insecure: notifier.insecure };
    let target = Target::new(url, allowed, context)?;
    let (id, body) = (message.id(), message.json());
    let timestamp = clock().seconds().to_string();
    let signature = match secret {
        None => None,
        Some(source) => {
            let key = key(source, context)?;
            Some(format!("v1,{}", sign(&key, &format!("{id}.{timestamp}.{body}"))))
        }
    };
    target
        .post(|request| {
            let request = request
                .header("content-type", "application/json")
                .header("idempotency-key", &id)
                .header("webhook-id", &id)
                .header("webhook-timestamp", &timestamp);
            let request = match signature {
                Some(signature) => request.header("webhook-signature", signature),
                None => request,
            };
            request.body(body)
        })
        .await
}

fn key(source: &Source, context: Context<'_>) -> Result<Vec<u8>, Failure> {
    let text = source.read(context.quiet).map_err(|error| Failure::later(format!("secret: {error:#}")))?;
    let secret = Secret::new(&text).ok_or_else(|| Failure::later(format!("secret: {source} gives none")))?;
    match secret.expose().strip_prefix(ENCODED) {
        Some(encoded) => {
            STANDARD.decode(encoded).map_err(|_| Failure::later("secret: what follows whsec_ is no Base64"))
        }
        None => Ok(secret.expose().as_bytes().to_vec()),
    }
}

fn sign(key: &[u8], content: &str) -> String {
    STANDARD.encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), content.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standard() {
        // The example of the Standard Webhooks' own documentation.
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let content = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
        assert_eq!(sign(&key, content), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
