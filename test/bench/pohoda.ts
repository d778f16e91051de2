import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const prolog = `<?xml version="1.0" encoding="Windows-1250"?>
<rsp:responsePack version="2.0" id="1" state="ok" ico="12345678" xmlns:rsp="http://www.stormware.cz/schema/version_2/response.xsd" xmlns:typ="http://www.stormware.cz/schema/version_2/type.xsd" xmlns:lst="http://www.stormware.cz/schema/version_2/list.xsd" xmlns:ord="http://www.stormware.cz/schema/version_2/order.xsd">
    <rsp:responsePackItem version="2.0" id="2" state="ok">
        <lst:listOrder version="2.0" dateTimeStamp="2026-03-05T06:00:12" state="ok">
`
const epilog = '        </lst:listOrder>\n    </rsp:responsePackItem>\n</rsp:responsePack>\n'

const item = (order: number, line: number): string => `                    <ord:orderItem>
                        <ord:id>${order * 10 + line}</ord:id>
                        <ord:text>Zidle Z${line} - calounena, do jidelny i do kancelare, nosnost 120 kg</ord:text>
                        <ord:quantity>2.0</ord:quantity>
                        <ord:delivered>2.0</ord:delivered>
                        <ord:unit>ks</ord:unit>
                        <ord:coefficient>1.0</ord:coefficient>
                        <ord:payVAT>true</ord:payVAT>
                        <ord:rateVAT>high</ord:rateVAT>
                        <ord:discountPercentage>0.0</ord:discountPercentage>
                        <ord:homeCurrency>
                            <typ:unitPrice>1990.5</typ:unitPrice>
                            <typ:price>3290.08</typ:price>
                            <typ:priceVAT>690.92</typ:priceVAT>
                            <typ:priceSum>3981</typ:priceSum>
                        </ord:homeCurrency>
                        <ord:code>Z${line}</ord:code>
                        <ord:stockItem><typ:stockItem><typ:id>${line}</typ:id><typ:ids>Z${line}</typ:ids></typ:stockItem></ord:stockItem>
                        <ord:PDP>false</ord:PDP>
                    </ord:orderItem>
`

/** One order as Pohoda writes it, about 7 KB. */
const order = (index: number): string => `            <lst:order version="2.0">
                <ord:orderHeader>
                    <ord:id>${index}</ord:id>
                    <ord:orderType>receivedOrder</ord:orderType>
                    <ord:number><typ:id>12</typ:id><typ:ids>26OP</typ:ids><typ:numberRequested>26OP${index}</typ:numberRequested></ord:number>
                    <ord:numberOrder>O${index}</ord:numberOrder>
                    <ord:date>2026-03-02</ord:date>
                    <ord:text>Objednavame u Vas nasledujici zbozi:</ord:text>
                    <ord:partnerIdentity>
                        <typ:address>
                            <typ:name>Zofie Vzorova</typ:name><typ:city>Zdar nad Sazavou</typ:city><typ:street>Prumyslova 1</typ:street>
                            <typ:zip>591 01</typ:zip><typ:email>zakaznik${index}@example.com</typ:email>
                        </typ:address>
                    </ord:partnerIdentity>
                    <ord:paymentType><typ:id>4</typ:id><typ:ids>Dobirkou</typ:ids><typ:paymentType>delivery</typ:paymentType></ord:paymentType>
                    <ord:isExecuted>${index % 3 === 0}</ord:isExecuted>
                    <ord:isDelivered>${index % 2 === 0}</ord:isDelivered>
                    <ord:note>Volat predem &amp; nechat u sousedu</ord:note>
                    <ord:parameters>
                        <typ:parameter><typ:name>VPrZasilka</typ:name><typ:textValue>DR${index}E</typ:textValue></typ:parameter>
                    </ord:parameters>
                </ord:orderHeader>
                <ord:orderDetail>
${item(index, 1)}${item(index, 2)}${item(index, 3)}${item(index, 4)}                </ord:orderDetail>
                <ord:orderSummary>
                    <ord:roundingDocument>math2one</ord:roundingDocument>
                    <ord:homeCurrency><typ:priceNone>0</typ:priceNone><typ:priceLow>0</typ:priceLow><typ:priceHigh>6580.16</typ:priceHigh></ord:homeCurrency>
                </ord:orderSummary>
            </lst:order>
`

/** Writes an export of Pohoda with so many orders. */
export async function writePohoda(file: string, orders: number): Promise<void> {
  const out = createWriteStream(file)
  out.write(prolog)
  for (let index = 1; index <= orders; index++) if (!out.write(order(index))) await once(out, 'drain')
  out.end(epilog)
  await once(out, 'finish')
}
