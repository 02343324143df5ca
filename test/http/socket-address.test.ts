import { expect } from 'chai';
import { socketAddress } from '../../src/http/socket-address.js';

describe('socketAddress', () => {
  for (const [publicUrl, host, expected] of [
    ['https://chat.example.org', 'evil.example', 'wss://chat.example.org'],
    ['https://chat.example.org/assistant', undefined, 'wss://chat.example.org/assistant'],
    ['http://127.0.0.1:3978', 'localhost:3978', 'ws://localhost:3978'],
    ['http://127.0.0.1:3978', undefined, 'ws://127.0.0.1:3978'],
    ['http://127.0.0.1:3978', 'a b/../?x', 'ws://127.0.0.1:3978'],
    ['http://0.0.0.0:3978', '192.0.2.7:3978', 'ws://192.0.2.7:3978'],
    ['http://[::1]:3978', '[::1]:3978', 'ws://[::1]:3978'],
  ] as const) {
    it(`${publicUrl} called as ${host} is ${expected}`, () => {
      expect(socketAddress(publicUrl, host)).to.equal(expected);
    });
  }
});
