// The slice of Microsoft's Ajax library (3.5) that office.js calls. The npm package of office.js leaves that library on a
// CDN (ajax.aspnetcdn.com); with this file in front of it nothing is asked of the internet.
;(() => {
  if (window.Sys && window.Type) return

  const failure = (name, fallback) => (message, details) =>
    Object.assign(new Error(`Sys.${name}: ${message || fallback}`), { name: `Sys.${name}` }, details)
  const argument = failure('ArgumentException', 'Value does not fall within the expected range.')
  const argumentNull = failure('ArgumentNullException', 'Value cannot be null.')
  const argumentType = failure('ArgumentTypeException', 'Object cannot be converted to the required type.')
  const outOfRange = failure('ArgumentOutOfRangeException', 'Specified argument was out of the range of valid values.')
  const parameterCount = failure('ParameterCountException', 'Parameter count mismatch.')
  const invalidOperation = failure('InvalidOperationException', 'Operation is not valid in the current state.')

  Error.create = (message, details) => Object.assign(new Error(message), details)
  Error.argument = (paramName, message) => argument(message, { paramName })
  Error.argumentNull = (paramName, message) => argumentNull(message, { paramName })
  Error.argumentType = (paramName, actualType, expectedType, message) =>
    argumentType(message, { paramName, actualType, expectedType })
  Error.argumentOutOfRange = (paramName, actualValue, message) => outOfRange(message, { paramName, actualValue })
  Error.parameterCount = (message) => parameterCount(message)
  Error.invalidOperation = (message) => invalidOperation(message)

  const primitives = new Map([
    [String, 'string'],
    [Number, 'number'],
    [Boolean, 'boolean'],
    [Function, 'function'],
  ])

  function isOfType(value, type) {
    if (!type || type === Object) return true
    const primitive = primitives.get(type)
    return primitive ? typeof value === primitive : value instanceof type
  }

  Function._validateParameter = (value, expected, name) => {
    if (value === undefined && expected.optional) return null
    if (value === undefined || value === null) return expected.mayBeNull ? null : Error.argumentNull(name)
    return isOfType(value, expected.type) ? null : Error.argumentType(name, typeof value, expected.type)
  }

  Function._validateParams = (values, expected) => {
    const required = expected.filter((parameter) => !parameter.optional && !parameter.parameterArray).length
    if (typeof values.length === 'number' && values.length < required) return Error.parameterCount()
    for (const [index, parameter] of expected.entries()) {
      const value = typeof values.length === 'number' ? values[index] : values[parameter.name]
      const error = Function._validateParameter(value, parameter, parameter.name)
      if (error) return error
    }
    return null
  }

  Function.createDelegate = (instance, method) => method.bind(instance)
  Function.createCallback =
    (method, context) =>
    (...values) =>
      method(...values, context)
  Function.emptyFunction = Function.emptyMethod = () => {}

  Function.prototype.registerClass = function registerClass() {
    return this
  }
  Function.prototype.registerInterface = Function.prototype.registerClass
  Function.prototype.registerEnum = Function.prototype.registerClass
  window.Type = Function
  window.Type.registerClass = () => {}
  window.Type.registerNamespace = (path) => {
    let scope = window
    for (const name of path.split('.')) {
      scope[name] ??= { __namespace: true }
      scope = scope[name]
    }
  }

  String.format = (pattern, ...values) => pattern.replace(/\{(\d+)\}/g, (_, index) => String(values[index] ?? ''))

  class StringBuilder {
    parts = []
    append(text) {
      this.parts.push(text)
      return this
    }
    toString() {
      return this.parts.join('')
    }
  }

  window.Sys = {
    StringBuilder,
    Debug: { trace() {}, fail() {}, assert() {} },
    Browser: { agent: 'chromium-or-alike', InternetExplorer: 'internet-explorer' },
    Serialization: {
      JavaScriptSerializer: {
        serialize: (value) => JSON.stringify(value),
        deserialize: (text) => JSON.parse(text),
      },
    },
  }
})()
