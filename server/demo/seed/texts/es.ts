import { type Scenario, them, us } from './scenario.ts'

export const es: Scenario[] = [
  {
    subject: '[Solicitud de oferta: {product}|Oferta {qty} × {product}|Precio de {qty} {product}]',
    turns: [
      them(
        'Queremos instalar {qty} {product} en {line} [antes de la parada de agosto|este trimestre]. ¿Nos puede enviar una oferta con soportes y puesta en marcha, entrega en {site}?\n\n[El presupuesto ya está aprobado.|Le mando los planos mañana.]',
      ),
      us(
        'Muchas gracias por la consulta. Adjunto la oferta {ref}: {amount}, puesto en {site}. [El plazo actual es de cinco semanas.|Podemos entregar en la semana {week}.]',
        'Oferta {ref}.pdf',
      ),
      them(
        'Recibida, gracias. [La puesta en marcha nos parece algo alta; la última la hicimos nosotros.|¿Se puede hacer algo con el precio? Hablamos de varias líneas.]',
      ),
      us(
        'Lo he consultado y podemos dejarlo en {lower} si el pedido llega antes del {date}. Adjunto la oferta revisada.',
        'Oferta {ref} rev. B.pdf',
      ),
      them('[De acuerdo. El pedido {po} sale hoy.|Perfecto, compras le envía el pedido {po}.]'),
    ],
  },
  {
    subject: '[Falsos rechazos en {line}|La {product} rechaza piezas buenas|Incidencia en {line}]',
    turns: [
      them(
        'Desde [el lunes|el cambio de formato] la {product} de {line} rechaza cerca de un 3 % de piezas buenas. [Hemos limpiado la óptica y sigue igual.|Adjunto algunas imágenes.]',
        'imagenes {line}.zip',
      ),
      us(
        'En las imágenes el borde izquierdo está más oscuro que la referencia. Compruebe por favor si algún segmento del anillo de luz está apagado y mándeme el número de serie.',
      ),
      them('Efectivamente, hay uno fundido. Número de serie {serial}.'),
      us(
        'Sale hoy mismo uno nuevo en garantía. Mientras tanto suba la ganancia a 6 dB en la receta y debería bajar del medio por ciento.',
      ),
      them('[Con la ganancia estamos en 0,4 %.|Cambiado y funcionando.] ¡Gracias por la rapidez!'),
    ],
  },
  {
    subject: '[¿Nos vemos en {fair}?|{fair}: visita al stand|Cita en {fair}]',
    turns: [
      us(
        '¿Viene este año a {fair}? Estamos en el pabellón {hall} con la {product} y me encantaría enseñársela. ¿Le va bien el [martes|miércoles] a las {time}?',
      ),
      them(
        '[Sí, voy con el jefe de mantenimiento.|Me viene mejor por la mañana.] Nos interesa sobre todo la inspección de cierres.',
      ),
      us('Apuntado. Llevaré muestras de cierres. ¡Hasta pronto!'),
    ],
  },
  {
    subject: '[Entrega del pedido {po}|Pedido {po}: ¿fecha?|Estado del pedido {po}]',
    turns: [
      them(
        '¿Me puede decir cómo va el pedido {po}? Estaba previsto para la semana {thisweek} y [la parada ya está fijada|los montadores vienen el {weekday}].',
      ),
      us('Salió ayer de Friburgo, número de seguimiento {tracking}. Llega el {weekday}.'),
      them('[Ha llegado todo esta mañana.|Recibido; una caja venía golpeada, pero el contenido está bien.] Gracias.'),
    ],
  },
  {
    subject: '[Resumen de la visita|Tras nuestra llamada|Notas de la reunión]',
    turns: [
      us(
        'Gracias por la visita a la planta. Resumo:\n\n– empezamos en {line} con {qty} puestos\n– objetivo: 99 % de detección a plena cadencia\n– ustedes revisan el paso de cables, nosotros enviamos los planos antes del {weekday}',
      ),
      them(
        '[Todo correcto. Añado que el armario tiene que ser de acero inoxidable.|Correcto. Informática tendrá preguntas sobre la red.]',
      ),
      us(
        '[Tenemos versión en inoxidable, son dos semanas más.|Sin problema, pongo en copia a Jonas Brandt.] Adjunto los planos.',
        'Planos VX-7 {ref}.pdf',
      ),
      them('Gracias, se los paso a ingeniería.'),
    ],
  },
  {
    subject: '[Prueba de la {product}|Equipo en préstamo|Demo en {line}]',
    turns: [
      them(
        '¿Sería posible tener una {product} en préstamo unas semanas? [La pondríamos al lado del sistema antiguo.|Si va bien, hay dos líneas más.]',
      ),
      us(
        'Claro que sí. Hay un equipo de demostración libre desde el {date}. Adjunto el contrato de préstamo; el primer día voy yo.',
        'Contrato de préstamo {ref}.pdf',
      ),
      them('Devuelvo el contrato firmado.', 'Contrato de préstamo {ref} firmado.pdf'),
      us('¡Gracias! Se envía el {weekday} y estaré allí a las ocho.'),
      them(
        'Tras dos semanas: [99 % de detección frente al 93 del antiguo|ve todas las microfisuras]. ¿Hablamos de precios el {weekday}?',
      ),
    ],
  },
  {
    subject: '[Factura {ref}|Duda con la factura {ref}|Factura {ref}: falta el pedido]',
    turns: [
      them('En la factura {ref} falta nuestro número de pedido {po}. ¿Nos pueden enviar una corregida?'),
      us('Disculpe el error. Adjunto la factura corregida; la anterior queda anulada.', 'Factura {ref}-1.pdf'),
      them('Perfecto, gracias. Se paga a final de mes.'),
    ],
  },
]
