// One JSON line an event, in which no secret can stand, whatever an error's message quotes.

const SECRETS = ["SCAVIO_API_KEY", "WEBHOOK_URL", "VIEW_TOKEN"];

export function logger(env) {
  const secrets = SECRETS.flatMap((name) => words(env[name]));
  const masked = (value) => {
    let text = value instanceof Error ? `${value.code ?? value.name}: ${value.message}` : String(value);
    for (const secret of secrets) text = text.replaceAll(secret, "***");
    return text;
  };
  const log = (did, { error, ...details } = {}) => {
    const line = { did, ...details, ...(error && { error: masked(error) }) };
    console.log(masked(JSON.stringify(line)));
  };
  return Object.assign(log, { masked });
}

/** `VIEW_TOKEN` may hold several; what is very short would mask ordinary words. */
function words(secret) {
  return String(secret ?? "").split(/[\s,]+/).filter((word) => word.length >= 6);
}
