// The names of figures for people, and a sentence about each; nowhere else on the page stands one.
// Views are TikTok's play counts: impressions and reach are not public. A rate names what it is of.

export const LABELS = {
  videos: ["Videos", "Videos ever seen under the campaign's hashtags."],
  creators: ["Creators", "People who published at least one of them."],
  views: ["Views", "TikTok's play counts, with the last known value of videos that are not listed today."],
  engagement: ["Engagement", "Likes, comments and shares together; saves are not in it."],
  er_views_pooled: ["Engagement rate, of views", "All engagement over all views."],
  views_gained: ["Views gained", "By known and newly published videos since the reading before; old videos found late are left out."],
  published: ["Published", "Videos created since the reading before."],
  found: ["Found late", "Older videos, listed for the first time; their lifetime views are no growth."],
  new: ["New here", "Published and found late together."],
  gained: ["Gained views", "Known videos with more views than before."],
  fallen: ["Fallen", "Known videos with fewer views than before: corrections by TikTok."],
  not_seen: ["Not seen", "Known videos that today's listing leaves out; they are not deleted."],
  back: ["Seen again", "Videos that an earlier listing left out."],
  likes: ["Likes", "Likes of the video."],
  comments: ["Comments", "Comments under the video."],
  shares: ["Shares", "Shares of the video."],
  followers: ["Followers", "Last known followers of the creator."],
  coverage: ["Coverage", "Known videos over those that TikTok's hashtag page counts."],
} as const satisfies Record<string, readonly [string, string]>;

export type Label = keyof typeof LABELS;

export const label = (key: Label): string => LABELS[key][0];
export const about = (key: Label): string => LABELS[key][1];
