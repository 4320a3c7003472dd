// The tutorial's figures in plain JavaScript, on what `JSON.parse` gave.

export function plain(answer, shape) {
  return shape === "small"
    ? figures(answer.videos, (video) => video)
    : figures(answer.data.aweme_list, (video) => video.statistics);
}

function figures(videos, countsOf) {
  let totalViews = 0;
  let totalEngagement = 0;
  for (const video of videos) {
    const counts = countsOf(video);
    totalViews += counts.play_count;
    totalEngagement += counts.digg_count + counts.comment_count + counts.share_count;
  }
  const total = videos.length;
  const viral = videos.filter((video) => countsOf(video).play_count * total > 10 * totalViews).length;
  const reactions = (video) => countsOf(video).digg_count + countsOf(video).comment_count;
  const top = [...videos].sort((a, b) => reactions(b) - reactions(a)).slice(0, 5);
  return {
    total_videos: total,
    total_views: totalViews,
    total_engagement: totalEngagement,
    avg_views: Math.floor(totalViews / total),
    avg_engagement: Math.floor(totalEngagement / total),
    viral_videos: viral,
    top_5_creators: top.map((video) => video.author.unique_id),
  };
}
