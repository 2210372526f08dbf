import http from 'node:http';
import { Bot, webhookCallback } from 'grammy';
import { endWithParent, handle, settings } from './job.js';

const bot = new Bot(settings.token, { client: { apiRoot: settings.telegram } });
bot.on('message:text', ctx => handle(ctx.update, text => ctx.reply(text)));
await bot.init();

const webhook = webhookCallback(bot, 'http', { secretToken: settings.secret });
http.createServer((request, response) => {
  if (request.method === 'POST') return webhook(request, response);
  response.end('ok');
}).listen(settings.port, '127.0.0.1');
endWithParent();
