import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': 'http://localhost:8080', '/health': 'http://localhost:8080', '/metrics': 'http://localhost:8080', '/live': { target: 'ws://localhost:8080', ws: true } } },
  test: { environment: 'jsdom' },
});
