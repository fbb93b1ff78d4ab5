/** Text that the people of the demo write again and again. */
export const templates = [
  {
    name: 'After a first call',
    purpose: 'one_to_one',
    subject: 'Our call, and what comes next',
    body: '<p>Dear {{firstName|all}},</p><p>thank you for your time. As promised, here is what we talked about for {{company|your team}}:</p><ul><li>which lenses you need, and by when</li><li>samples, which leave us this week</li><li>a quotation that you can show around</li></ul><p>If something is missing, a short reply will do.</p><p>Kind regards<br>{{sender.name}}</p>',
  },
  {
    name: 'Quotation reminder',
    purpose: 'one_to_one',
    subject: 'The quotation for {{company|you}}',
    body: '<p>Dear {{firstName|all}},</p><p>you have had our quotation for a while. Is there anything that keeps you from deciding? I am glad to go through it with you.</p><p>Kind regards<br>{{sender.name}}</p>',
  },
  {
    name: 'Invitation to the optics days',
    purpose: 'marketing',
    subject: 'Two days among lenses: you are invited',
    body: '<p>Dear {{firstName|all}},</p><p>in March we open our workshop for two days: polishing, coating, measuring, and coffee. Bring a colleague from {{company|your company}}.</p><p>Kind regards<br>{{sender.name}}</p>',
  },
]
