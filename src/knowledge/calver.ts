/** Releases are named by their day, « 2026.11.22 », and numbered from the second of a day on: « 2026.11.22-2 ». */
function partsOf(version: string): number[] {
  return version.split(/[.-]/).map(Number);
}

/** Negative when `a` is older than `b`, zero when they are the same, positive when newer. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < 4; index++) {
    const difference = (left[index] ?? 1) - (right[index] ?? 1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first free name for a release made on `day`, newer than every one taken. */
export function nextVersion(day: Date, taken: readonly string[]): string {
  const today = `${day.getFullYear()}.${day.getMonth() + 1}.${day.getDate()}`;
  const newest = [...taken].sort(compareVersions).at(-1);
  if (newest === undefined || compareVersions(today, newest) > 0) return today;
  // A clock that lags, or the second release of a day: number on from the newest, so that order is kept.
  const [year, month, date, number = 1] = partsOf(newest);
  return `${year}.${month}.${date}-${number + 1}`;
}
