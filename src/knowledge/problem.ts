/** What is wrong in a file of the knowledge base, said to the person who wrote it. */
export interface Problem {
  /** Path relative to the knowledge folder. */
  file: string;
  /** 1-based line, where it could be told. */
  line?: number;
  message: string;
  /** A warning is printed and refuses nothing. */
  severity: 'error' | 'warning';
}

/** « entries/droit/loi-1992.md:4 : … », the form that editors and terminals link. */
export function formatProblem(problem: Problem): string {
  const where = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  return `${problem.severity === 'warning' ? 'attention' : 'erreur'}  ${where} : ${problem.message}`;
}
