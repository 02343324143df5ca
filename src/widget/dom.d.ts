// The widget is the only room that runs in a browser; the project's tsconfig knows Node alone.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
