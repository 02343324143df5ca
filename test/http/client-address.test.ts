import { expect } from 'chai';
import { clientAddress, isForwarded, isLoopback, isLoopbackUrl } from '../../src/http/client-address.js';

describe('client address', () => {
  it('is the socket’s when the socket is no trusted proxy, whatever it claims', () => {
    expect(clientAddress('203.0.113.9', { 'x-forwarded-for': '127.0.0.1' }, ['10.0.0.1'])).to.equal('203.0.113.9');
  });
  it('is the last address that is no trusted proxy', () => {
    expect(clientAddress('10.0.0.1', { 'x-forwarded-for': '1.1.1.1, 203.0.113.9, 10.0.0.2' }, ['10.0.0.1', '10.0.0.2'])).to.equal(
      '203.0.113.9',
    );
  });
  it('stops at what is no address', () => {
    expect(clientAddress('10.0.0.1', { 'x-forwarded-for': '203.0.113.9, nonsense' }, ['10.0.0.1'])).to.equal('10.0.0.1');
  });
  it('reads IPv4 in IPv6 form', () => {
    expect(clientAddress('::ffff:10.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, ['10.0.0.1'])).to.equal('203.0.113.9');
  });
  it('knows loopback', () => {
    for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])
      expect(isLoopback(address), address).to.equal(true);
    for (const address of ['10.0.0.1', '127.0.0.1.evil', '', '0.0.0.0', '::2'])
      expect(isLoopback(address), address).to.equal(false);
    for (const url of ['http://localhost:1/', 'http://127.0.0.1', 'http://[::1]:3978/x'])
      expect(isLoopbackUrl(url), url).to.equal(true);
    for (const url of ['http://127.0.0.1.evil.example', 'http://localhost.evil', 'nonsense', 'http://user:p@evil.example'])
      expect(isLoopbackUrl(url), url).to.equal(false);
  });
  it('knows forwarding headers', () => {
    expect(isForwarded({ 'x-forwarded-for': '' })).to.equal(true);
    expect(isForwarded({ forwarded: 'for=1' })).to.equal(true);
    expect(isForwarded({ host: 'a' })).to.equal(false);
  });
});
