// Exports for the tests: rows of the `table` dialect.

/** So many videos, the later the more views. */
export function rows(count, more = {}) {
  const row = (index) => ({
    id: String(7400000000000000000n + BigInt(index) * 4294967296n * 3600n),
    author: `creator${index % 41}`,
    desc: `morning routine ${index} #springglow #fyp`,
    views: 1000 + index * 37,
    likes: 90 + index,
    comments: index % 40,
    shares: index % 25,
    ...more,
  });
  return JSON.stringify(Array.from({ length: count }, (_, index) => row(index)));
}

/** What a stranger would write into a caption and a name. */
export const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"'\`\u202Egnp.exe`;
