import { startTestApp, type TestApp } from './app.js';
import { freePort } from './free-port.js';

/** An instance of the service behind a proxy. */
export interface Instance extends Omit<TestApp, 'url'> {
  port: number;
  /** Its own address, without the proxy. */
  url: string;
}

/** Starts an instance on a database, told that users come by `publicUrl`. */
export async function startInstance(databaseUrl: string, publicUrl: string): Promise<Instance> {
  const port = await freePort();
  const environment = { DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl, PORT: String(port) };
  return { ...(await startTestApp(environment)), port, url: `http://127.0.0.1:${port}` };
}
