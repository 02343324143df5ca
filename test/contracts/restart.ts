/** What is there now, then what is there after a restart, which happens between the two. */
export async function* andAfterRestart<T>(now: T, reopen: () => Promise<T> | T): AsyncGenerator<T> {
  yield now;
  yield await reopen();
}
