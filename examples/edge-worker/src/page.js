// The pages. They work without scripts and load nothing.

import { growthChart } from "./chart.js";
import { count, moment, percent, short, signed } from "./figures.js";
import { html } from "./html.js";
import { STYLE } from "./style.js";

export function indexPage(turns, nonce) {
  const read = turns.filter(([, turn]) => turn.read > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return layout({
    title: "Campaigns",
    nonce,
    body: html`<header><h1>Campaigns</h1></header>
${read.length === 0 ? html`<p class="notice">Nothing has been read yet. The first report stands here after the schedule's next firing.</p>` : html`<ul class="rows">${read.map(([name, turn]) => html`<li><a class="name" href="${encodeURIComponent(name)}">${name}</a><span class="quiet">read ${moment(turn.read, "UTC")} UTC</span></li>`)}</ul>`}`,
  });
}

export function reportPage(report, history, jsonAddress, nonce) {
  const { zone } = report;
  return layout({
    title: report.campaign,
    nonce,
    body: html`<header><p class="eyebrow">${report.hashtags.map(({ name }) => `#${name} `)}</p>
<h1>${report.campaign}</h1>
<p class="quiet">Reading of ${moment(report.taken_at, zone)} · ${zone}</p></header>
${notices(report)}
${tiles(report)}
${alerts(report.alerts)}
${growthChart(history.days)}
${videos(report.top_videos)}
${creators(report.creators.top)}
<footer><p>${coverage(report)}</p><p><a href="${jsonAddress}">The whole report as JSON</a> · made with tagpulse</p></footer>`,
  });
}

function notices({ coverage, hashtags }) {
  const list = hashtags.filter(({ error }) => error).map(({ name, error }) => `#${name} was not read to its end: ${error.message}`);
  if (coverage.suspect) list.unshift(`This reading is not believed: ${coverage.suspect}. The figures are those of the reading before.`);
  return list.map((text) => html`<p class="notice">${text}</p>`);
}

function tiles({ total_videos, total_views, total_engagement, rates, creators, diff }) {
  const since = diff && `in ${short(diff.elapsed_hours)} h`;
  const tile = (name, value, below) => html`<div class="tile"><dt>${name}</dt><dd>${value}${below && html`<small>${below}</small>`}</dd></div>`;
  // Older videos that are listed late bring their lifetime's views: no growth of the campaign.
  const growth = diff && diff.view_growth.known + diff.view_growth.published;
  return html`<dl class="tiles">
${tile("Views", short(total_views), diff && `${signed(growth)} ${since}`)}
${tile("Videos", short(total_videos), diff && `${signed(diff.published)} ${since}`)}
${tile("Engagement", percent(rates.er_views_pooled), `${short(total_engagement)} likes, comments, shares`)}
${tile("Creators", short(creators.total), diff ? `${short(creators.new)} new` : null)}
</dl>`;
}

function alerts(list) {
  if (list.length === 0) return null;
  return html`<section><h2>What stands out</h2><ul class="alerts">${list.map(({ tier, reason, url, author }) => html`<li class="${tier}"><b>${tier}</b><p>${author && html`<strong>${handle(author)}</strong> `}${reason}${link(url)}</p></li>`)}</ul></section>`;
}

function videos(list) {
  if (list.length === 0) return html`<p class="notice">No videos are known yet.</p>`;
  return html`<section><h2>Most viewed videos</h2><ol class="rows">${list.map(
    (video) => html`<li><div class="what"><p class="caption">${video.desc || "no caption"}</p><p class="quiet">${video.author ? handle(video.author) : "unknown creator"}${link(video.url)}</p></div>
<div class="figure"><b>${short(video.views)}</b><span class="quiet">${video.views_per_hour === null ? "views" : `${signed(video.views_per_hour)} an hour`}</span></div></li>`,
  )}</ol></section>`;
}

function creators(list) {
  if (list.length === 0) return null;
  return html`<section><h2>Creators</h2><ol class="rows">${list.slice(0, 5).map(
    (creator) => html`<li><div class="what"><p class="caption">${handle(creator.author)}</p><p class="quiet">${count(creator.videos, "video")}${creator.followers !== null && ` · ${count(creator.followers, "follower")}`}</p></div>
<div class="figure"><b>${short(creator.views)}</b><span class="quiet">views</span></div></li>`,
  )}</ol></section>`;
}

/** Whoever was forgotten has a name in brackets, which is no handle. */
function handle(author) {
  return author.startsWith("(") ? author : `@${author}`;
}

/** The core makes addresses of TikTok only; anything else would be no link. */
function link(url) {
  return typeof url === "string" && url.startsWith("https://www.tiktok.com/") && html` · <a href="${url}" rel="noreferrer nofollow">open</a>`;
}

function coverage({ coverage, cost, hashtags }) {
  const named = hashtags.reduce((sum, { tiktok_videos }) => sum + (tiktok_videos ?? 0), 0);
  const known = named > 0 ? `TikTok's page names ${count(named, "video")}; ${percent(coverage.share)} of them are known. ` : "";
  return `${known}${coverage.listed} were listed in this reading, ${coverage.not_seen} known ones were not; their last counts stand. It cost ${count(cost.credits, "credit")}.`;
}

function layout({ title, nonce, body }) {
  return html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title}</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}
