// A real OpenID provider for one test: whoever the address names by login_hint is let in without being asked, "subject|username|amr".
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const back = process.argv[2];
const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
const names = new Map();
const provider = new Provider(issuer, {
  clients: [{ client_id: 'kachehri', client_secret: 'a secret: of & the test', redirect_uris: [back], grant_types: ['authorization_code'], response_types: ['code'], id_token_signed_response_alg: 'RS256' }],
  claims: { openid: ['sub', 'amr'], profile: ['preferred_username'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: names.get(id) }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});
const callback = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) return callback(request, response);
  return provider.interactionDetails(request, response).then(({ params }) => {
    const [subject, name, amr] = params.login_hint.split('|');
    names.set(subject, name);
    return provider.interactionFinished(request, response, { login: { accountId: subject, ...(amr ? { amr: [amr] } : {}) } }, { mergeWithLastSubmission: false });
  });
});
console.log(`issuer ${issuer}`);
// Ends with who started it.
process.stdin.on('end', () => process.exit(0)).resume();
