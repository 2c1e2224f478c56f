import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  // Outside the portal only the listing of rights is read, by the test that looks for its words.
  server: { fs: { allow: ['.', '../identity/access/src/test/resources'] }, proxy: { '/api': 'http://localhost:8080', '/health': 'http://localhost:8080', '/metrics': 'http://localhost:8080', '/live': { target: 'ws://localhost:8080', ws: true } } },
  test: { environment: 'jsdom' },
});
