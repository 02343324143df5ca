/** The build gives a style sheet imported by a script as its minified text. */
declare module '*.css' {
  const text: string;
  export default text;
}
