// Numbers and times as people read them; what is unknown is a dash, never a zero.

export const UNKNOWN = "–";

/** A creator's name; whoever was forgotten has one in brackets, which is no handle. */
export const handle = (author: string) => (author.startsWith("(") ? author : `@${author}`);

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3, signDisplay: "exceptZero" });
const signedWhole = new Intl.NumberFormat("en", { maximumFractionDigits: 0, signDisplay: "exceptZero" });

type Number_ = number | null | undefined;

export const exact = (value: Number_) => (value == null ? UNKNOWN : whole.format(value));
/** 12,345 as it is, 1,234,567 as 1.2M. */
export const short = (value: Number_) => (value == null ? UNKNOWN : Math.abs(value) < 100_000 ? whole.format(value) : compact.format(value));
export const tiny = (value: number) => (Math.abs(value) < 1000 ? whole.format(value) : compact.format(value));
export const ratio = (value: Number_) => (value == null ? UNKNOWN : percent.format(value));
export const change = (value: number) => signed.format(value);
export const exactChange = (value: number) => signedWhole.format(value);
export const count = (value: number, one: string, many = `${one}s`) => `${whole.format(value)} ${value === 1 ? one : many}`;

/** An instant in the campaign's zone. */
export function instant(text: string, zone: string): string {
  const format = (timeZone: string) => new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(text));
  try {
    return `${format(zone)} ${zone}`;
  } catch {
    return `${format("UTC")} UTC`;
  }
}

/** A civil day. */
export const day = (text: string) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(text.slice(0, 10)));

/** The civil day of an instant in the campaign's zone, as 2026-11-23. */
export function civil(text: string, zone: string): string {
  const format = (timeZone: string) => new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(new Date(text));
  try {
    return format(zone);
  } catch {
    return format("UTC");
  }
}
